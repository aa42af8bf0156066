"""What one takes home after sending."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import (
    Confirmation,
    Promise,
)
from licensing.domain.clocks import read_clocks
from licensing.enums import ClockName
from licensing.models import Application
from licensing.views.scope import ApplicationMixin


class ConfirmationView(ApplicationMixin, TemplateView):
    """What one takes home after sending: number, next steps, promised moments, receipt."""

    policy = "application_read"
    template_name = "licensing/application_sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        if application.submitted_at is None:
            raise Http404
        reading = read_clocks(application, at=timezone.now()).get(ClockName.VERIFICATION)
        receipt = application.letter_links.filter(letter__kind_id="TANDA_TERIMA", letter__state="issued").last()
        days = formats.working_days(application.type.recommendation_days)
        promises = (
            [Promise(_("Pemeriksaan berkas selesai paling lambat"), reading.due_at)]
            if reading and reading.due_at
            else []
        )
        confirmation = Confirmation(
            title=_("Permohonan terkirim"),
            number=application.number,
            next_steps=[
                _("Tim Teknis memeriksa setiap persyaratan. Bila ada yang kurang, Anda diberi tahu sekali, lengkap."),
                _("Janji %(days)s dimulai saat permohonan terdaftar, bukan saat dikirim.") % {"days": days},
                _("Anda mendapat pesan pada setiap langkah. Layanan ini tidak dipungut biaya."),
            ],
            promises=promises,
            receipt_url=reverse("letter_file", args=[receipt.letter.public_id]) if receipt else "",
            sent_to=_channels(application),
            next_url=reverse("application_detail", args=[application.number]),
            next_label=_("Lihat permohonan"),
        )
        return super().get_context_data(application=application, confirmation=confirmation, **kwargs)


def _channels(application: Application) -> list[str]:
    user = application.applicant
    if user is None or not user.phone_last4:
        return []
    return [f"WhatsApp …{user.phone_last4}"]
