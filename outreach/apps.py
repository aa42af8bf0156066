"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    """CHIPs: the register of poor households, pickups, the four-hour clock."""

    name = "outreach"
    verbose_name = _("Layanan jemput")

    def ready(self) -> None:
        """Connect receivers and outbox handlers; declare files, look-up columns, reference data and guards."""
        # Models must be loaded first.
        from outreach import receivers, tasks  # noqa: F401  # connected by being imported
        from outreach.domain import guards, importing, lookups, reference_data

        reference_data.register()
        lookups.register()
        guards.register()
        importing.register()
