"""What can go wrong with people and offices."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import DomainError


class OfficeMissing(DomainError):
    """No office of that kind is set up for a region."""

    code = "office_missing"
    message = _("Perangkat daerah %(kind)s belum diatur. Hubungi administrator.")
