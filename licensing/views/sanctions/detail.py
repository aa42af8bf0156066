"""The page of one sanction, and the concept of its next letter."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.domain.officials import signatories
from accounts.domain.reauthentication import needs_password
from accounts.rules import may
from core import formats
from core.components import Action as Button, Decision, Fact
from core.exceptions import DomainError
from licensing.domain.licences import life
from licensing.domain.licences.public_register import holder_name
from licensing.domain.licences.standing import read
from licensing.domain.sanctions import steps as sanctions
from licensing.enums import LicenceVerb, SanctionState
from licensing.forms.licences import RejectForm, RepairNoteForm, SanctionSignForm
from licensing.letters import sanctioning
from licensing.models import Sanction
from licensing.views.licences import ladder_rows
from licensing.views.sanctions.base import TONES, SanctionMixin


class SanctionDetailView(SanctionMixin, TemplateView):
    """Who asks for what and why, the consequences, the ladder, and the letter that comes next."""

    template_name = "licensing/desk/sanction_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**page_context(self), **kwargs)


def page_context(view: SanctionMixin) -> dict[str, Any]:
    """Return what the page of a step shows, whoever works on it."""
    sanction, now = view.sanction, timezone.now()
    user = view.request.user
    waits_for_head = sanction.state == SanctionState.PROPOSED and may(user, "sanction_decide")
    waits_for_office = sanction.state == SanctionState.ADVISED and may(user, "licence_sanction")
    why = _why_not(view, sanction, now) if waits_for_head or waits_for_office else ""
    action = "sanction_execute" if waits_for_office else "sanction_decide"
    return {
        "sanction": sanction,
        "licence": sanction.licence,
        "holder": holder_name(sanction.licence),
        "reading": read(sanction.licence, on=life.today_of(sanction.licence, now)),
        "tone": TONES[SanctionState(sanction.state)],
        "facts": _facts(sanction),
        "consequences": consequences(sanction, now),
        "ladder": ladder_rows(sanction.licence, life.today_of(sanction.licence, now)),
        "signatory": _signatory(sanction, now),
        "preview": {
            "code": "letter",
            "title": _("Konsep surat"),
            "kind": "pdf",
            "url": reverse("sanction_preview", args=[sanction.public_id]),
            "name": "konsep.pdf",
            "pages": None,
        }
        if sanction.is_open
        else None,
        "why_not": why,
        "sign_url": reverse(action, args=[sanction.public_id])
        if (waits_for_head or waits_for_office) and not why
        else "",
        "form": sign_form(view, None),
        "reject_form": RejectForm(prefix="reject") if waits_for_head and not why else None,
        "repair_form": RepairNoteForm(prefix="repair") if _may_note_repair(user, sanction) else None,
        "decision": Decision(
            actions=[Button("sign", _sign_label(sanction), primary=True, form="form-sign")],
            note=_("Nomor, tanggal, dan tanda tangan diisi saat ditandatangani."),
        )
        if (waits_for_head or waits_for_office) and not why
        else None,
        "demo_passphrase": settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
    }


def _may_note_repair(user: Any, sanction: Sanction) -> bool:
    return (
        sanction.state == SanctionState.DONE
        and sanction.repair_by is not None
        and sanction.repaired_at is None
        and may(user, "sanction_propose")
    )


def _sign_label(sanction: Sanction) -> str:
    if sanction.state == SanctionState.ADVISED:
        return _("Tanda tangani keputusan")
    if sanctions.needs_execution(sanction):
        return _("Tanda tangani saran")
    return _("Tanda tangani surat")


def sign_form(view: SanctionMixin, data: Any) -> SanctionSignForm:
    """Return the form of the next signature; it asks for the password when that was too long ago."""
    row = "licence_sanction" if view.sanction.state == SanctionState.ADVISED else "sanction_decide"
    asks = needs_password(view.request, row, at=timezone.now())
    return SanctionSignForm(data, prefix="sign", asks_password=asks)


def _why_not(view: SanctionMixin, sanction: Sanction, now: Any) -> str:
    """Why the person may not sign although the role could, or empty."""
    desk = sanctioning.desk_of(sanction)
    check = sanctions.check_execution if sanction.state == SanctionState.ADVISED else sanctions.check_decision
    try:
        check(sanction, by=view.actor, at=now)
        on = now.astimezone(desk.office.zone).date()
        sanctioning.require_sanctioner(view.actor, desk, sanction.verb, on)
    except DomainError as error:
        return error.detail
    return ""


def _signatory(sanction: Sanction, now: Any) -> str:
    if not sanction.is_open:
        return ""
    desk = sanctioning.desk_of(sanction)
    found = signatories(desk.office, desk.position, now.astimezone(desk.office.zone).date())
    return f"{found[0].name}, {found[0].prefix} {found[0].title}".replace(",  ", ", ") if found else _("belum ada")


def _facts(sanction: Sanction) -> list[Fact]:
    zone = sanction.licence.office.time_zone
    found = [
        Fact(_("Diusulkan"), f"{sanction.proposed_by.name}, {formats.full_moment(sanction.proposed_at, zone)}"),
        Fact(_("Alasan"), str(sanction.reason.label) if sanction.reason else "–"),
        Fact(_("Uraian"), sanction.note),
    ]
    if sanction.record_number and sanction.record_date:
        day = formats.plain_date(sanction.record_date)
        found.append(Fact(_("Berita acara"), f"{sanction.record_number}, {day}"))
    if sanction.decided_by and sanction.decided_at:
        day = formats.full_moment(sanction.decided_at, zone)
        found.append(Fact(_("Diputuskan"), f"{sanction.decided_by.name}, {day}"))
    if sanction.decision_note:
        found.append(Fact(_("Catatan keputusan"), sanction.decision_note))
    if sanction.done_at:
        who = sanction.done_by.name if sanction.done_by else sanction.done_client
        found.append(Fact(_("Dilaksanakan"), f"{who}, {formats.full_moment(sanction.done_at, zone)}"))
    if sanction.repaired_at:
        found.append(Fact(_("Dibenahi"), f"{formats.full_moment(sanction.repaired_at, zone)}: {sanction.repair_note}"))
    return found


def consequences(sanction: Sanction, now: Any) -> list[str]:
    """Say what happens when the step is carried out, in the order it happens."""
    licence, on = sanction.licence, sanction.effective_on if not sanction.is_open else sanctions.day_of(sanction, now)
    day = formats.plain_date(on) if on else "–"
    until = sanction.repair_by or (sanctions.repair_day(sanction, on) if on else None)
    found = {
        LicenceVerb.WARN: [_("Status izin tidak berubah.")],
        LicenceVerb.SUSPEND: [
            _("Mulai %(date)s izin dibekukan dan tidak boleh digunakan.") % {"date": day},
            _("Register umum dan halaman periksa menjawab “Dibekukan” mulai hari itu."),
        ],
        LicenceVerb.REVOKE: [
            _("Mulai %(date)s izin dicabut untuk seterusnya; perubahan yang dijadwalkan sesudahnya gugur.")
            % {"date": day},
            _("Register umum dan halaman periksa menjawab “Dicabut” mulai hari itu."),
        ],
        LicenceVerb.REINSTATE: [
            _("Mulai %(date)s izin berlaku kembali; masa berlakunya tetap.") % {"date": day},
            _("Register umum dan halaman periksa menjawab “Berlaku” mulai hari itu."),
        ],
    }[LicenceVerb(sanction.verb)]
    if until is not None and sanction.verb != LicenceVerb.REINSTATE:
        found.append(_("Pembenahan paling lambat %(date)s.") % {"date": formats.plain_date(until)})
    if licence.holder_facility is not None and sanction.verb in (LicenceVerb.SUSPEND, LicenceVerb.REVOKE):
        found.append(_("Izin tenaga yang berpraktik di fasilitas ini diberi tanda, dan mereka diberi tahu."))
    found.append(_("Pemegang izin dan penanggung jawab fasilitas menerima pesan pada hari perubahan berlaku."))
    return found


class SanctionPreviewView(SanctionMixin, View):
    """The concept of the next letter."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        if not self.sanction.is_open:
            raise Http404
        pdf = sanctioning.preview(self.sanction, at=timezone.now())
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="konsep.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
