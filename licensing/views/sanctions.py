"""Sanctions on their way: proposed, decided by the head of the health office, carried out by DPMPTSP."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView, View

from accounts.domain.officials import signatories
from accounts.domain.reauthentication import needs_password, require_password
from accounts.exceptions import SignInLocked
from accounts.rules import may
from core import formats
from core.components import Action as Button, Cell, Column, Decision, Edge, Fact, Kind, Row, Table
from core.exceptions import Conflict, DomainError, NotAllowed, RuleBroken, Unavailable
from letters.signing import Passphrase
from licensing.domain.licences import life
from licensing.domain.licences.public_register import holder_name
from licensing.domain.licences.standing import read
from licensing.domain.sanctions import ladder as sanction_ladder, steps as sanctions
from licensing.enums import LicenceVerb, SanctionState
from licensing.forms.licences import ProposeForm, RejectForm, RepairNoteForm, SanctionSignForm
from licensing.letters import sanctioning
from licensing.letters.licence_words import rules_of
from licensing.models import Reason, Sanction, SanctionStep
from licensing.views.decision import show_secret_error
from licensing.views.desk import DeskMixin
from licensing.views.licences import LicenceMixin, ladder_rows

PAGE = 100
TONES = {
    SanctionState.PROPOSED: Kind.WAIT,
    SanctionState.ADVISED: Kind.FIX,
    SanctionState.DONE: Kind.OK,
    SanctionState.REJECTED: Kind.NONE,
}
REFUSALS = (Conflict, RuleBroken, Unavailable, SignInLocked)


class SanctionListView(DeskMixin, TemplateView):
    """What waits for whom first, then what was done."""

    policy = "sanction_read"
    template_name = "licensing/desk/sanction_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Sanction.objects.visible_to(self.request.user).with_people().distinct()
        waiting = rows.filter(state__in=(SanctionState.PROPOSED, SanctionState.ADVISED)).order_by("proposed_at", "id")
        done = rows.exclude(state__in=(SanctionState.PROPOSED, SanctionState.ADVISED)).order_by("-proposed_at", "-id")
        return super().get_context_data(
            waiting=_table(_("Menunggu"), list(waiting[:PAGE])),
            done=_table(_("Selesai"), list(done[:PAGE])),
            **kwargs,
        )


def _table(caption: str, rows: list[Sanction]) -> Table | None:
    if not rows:
        return None
    today = timezone.localdate()
    columns = [_("Izin"), _("Langkah"), _("Diusulkan"), _("Keadaan"), _("Batas pembenahan")]
    return Table(caption=caption, columns=[Column(name) for name in columns], rows=[_row(row, today) for row in rows])


def _row(row: Sanction, today: Any) -> Row:
    late = row.state == SanctionState.DONE and row.term_is_over(today)
    return Row(
        [
            Cell(
                holder_name(row.licence), note=row.licence.number, url=reverse("sanction_detail", args=[row.public_id])
            ),
            Cell(row.step.label),
            Cell(row.proposed_by.name, note=formats.short_moment(row.proposed_at)),
            Cell(row.get_state_display(), kind=TONES[SanctionState(row.state)]),
            Cell(formats.plain_date(row.repair_by) if row.repair_by else "–", alarm=late),
        ],
        edge=Edge.LATE if late else Edge.NONE,
    )


class SanctionMixin(DeskMixin):
    """Gives `self.sanction`: within the scope of `policy`, else 404."""

    kwargs: dict[str, Any]
    policy = "sanction_read"

    @property
    def sanction(self) -> Sanction:
        """The sanction of the address, or 404; kept for the request."""
        found: Sanction | None = getattr(self, "_sanction", None)
        if found is None:
            rows = Sanction.objects.visible_to(self.request.user, self.policy).with_people().distinct()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._sanction = found
        return found

    def refused_url(self) -> str:
        """Back to the page of the step."""
        return reverse("sanction_detail", args=[self.kwargs["public_id"]])


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
        "form": _sign_form(view, None),
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


def _sign_form(view: SanctionMixin, data: Any) -> SanctionSignForm:
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


class _SignView(SanctionMixin, TemplateView):
    """Base of the two signatures: password again, passphrase, letter, change."""

    template_name = "licensing/desk/sanction_detail.html"
    http_method_names = ["post"]

    @method_decorator(sensitive_post_parameters("sign-password", "sign-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def sign(self, passphrase: Passphrase) -> None:
        """Sign and change."""
        raise NotImplementedError

    def check(self) -> None:
        """Refuse whoever may not, before any field is looked at."""
        raise NotImplementedError

    @sensitive_variables()
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        sanction = self.sanction
        self.check()
        form = _sign_form(self, request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        try:
            require_password(request, form.cleaned_data.get("password", ""))
            self.sign(Passphrase(form.cleaned_data["passphrase"]))
        except REFUSALS as error:
            sanction.refresh_from_db()
            show_secret_error(form, error)
            return self._again(form, error.status, error=error)
        messages.success(request, _("Surat ditandatangani dan terbit; riwayat izin sudah diperbarui."))
        return redirect("sanction_detail", public_id=public_id)

    def _again(self, form: SanctionSignForm, status: int, *, error: DomainError | None = None) -> HttpResponse:
        context = {**self.get_context_data(**page_context(self)), "form": form, "error": error, "has_errors": True}
        return self.render_to_response(context, status=status)


class SanctionDecideView(_SignView):
    """The head of the health office decides."""

    policy = "sanction_decide"

    def check(self) -> None:
        """Proposer and decider are two people."""
        sanctions.check_decision(self.sanction, by=self.actor, at=timezone.now(), version=_version(self.request))

    def sign(self, passphrase: Passphrase) -> None:
        """Warning, own act or advice."""
        sanctioning.sign_decision(
            self.sanction, by=self.actor, passphrase=passphrase, at=timezone.now(), version=_version(self.request)
        )


class SanctionExecuteView(_SignView):
    """The head of DPMPTSP carries out an advice."""

    policy = "licence_sanction"

    def check(self) -> None:
        """Neither proposer nor decider."""
        sanctions.check_execution(self.sanction, by=self.actor, at=timezone.now(), version=_version(self.request))

    def sign(self, passphrase: Passphrase) -> None:
        """Suspension, reinstatement or revocation."""
        sanctioning.sign_execution(
            self.sanction, by=self.actor, passphrase=passphrase, at=timezone.now(), version=_version(self.request)
        )


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


class SanctionRejectView(SanctionMixin, View):
    """The head of the health office turns a proposal down."""

    policy = "sanction_decide"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = RejectForm(request.POST, prefix="reject")
        note = form.cleaned_data["note"] if form.is_valid() else ""
        sanctions.reject(self.sanction, by=self.actor, at=timezone.now(), note=note, version=_version(request))
        messages.success(request, _("Usul tidak disetujui; pengusul diberi tahu."))
        return redirect("sanction_detail", public_id=public_id)


class SanctionRepairView(SanctionMixin, View):
    """What a step asked for is done: the ladder stops there."""

    policy = "sanction_propose"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = RepairNoteForm(request.POST, prefix="repair")
        note = form.cleaned_data["note"] if form.is_valid() else ""
        sanctions.note_repair(self.sanction, by=self.actor, at=timezone.now(), note=note)
        messages.success(request, _("Pembenahan dicatat."))
        return redirect("sanction_detail", public_id=public_id)


class SanctionProposeView(DeskMixin, LicenceMixin, TemplateView):
    """Propose the next step against a licence."""

    policy = "sanction_propose"
    template_name = "licensing/desk/sanction_propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        licence = self.licence
        kwargs.setdefault("form", self._form(None))
        return super().get_context_data(
            licence=licence,
            type=life.type_of(licence),
            holder=holder_name(licence),
            reading=read(licence, on=self.today()),
            ladder=ladder_rows(licence, self.today()),
            **kwargs,
        )

    def _form(self, data: Any) -> ProposeForm:
        codes = [step.code for step in sanctions.steps_of(self.licence)]
        expected = sanction_ladder.expected(
            sanctions.steps_of(self.licence), sanctions.history_of(self.licence), on=self.today()
        )
        return ProposeForm(
            data,
            steps=SanctionStep.objects.filter(code__in=codes),
            reasons=Reason.objects.filter(kind__in=("suspend", "revoke")),
            initial={"step": expected.code if expected else self.request.GET.get("langkah", "")},
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the address names it
        form = self._form(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        data = form.cleaned_data
        hint = data["reason"].rule_hint if data["reason"] else ""
        rule = data["rule"] or "; ".join(rules_of(hint) or rules_of(data["step"].basis))
        wanted = sanctions.Proposal(
            step=data["step"],
            note=data["note"],
            reason=data["reason"],
            breaches=[(text, rule) for text in data["breaches"] or []] or [(data["note"], rule)],
            record_number=data["record_number"],
            record_date=data["record_date"],
            effective_on=data["effective_on"],
        )
        try:
            sanction = sanctions.propose(self.licence, wanted, by=self.actor, at=timezone.now())
        except NotAllowed:
            raise
        except (Conflict, RuleBroken) as error:
            form.add_error(None, error.detail)
            return self._again(form, error.status)
        messages.success(request, _("Usul dikirim kepada kepala Dinas Kesehatan."))
        return redirect("sanction_detail", public_id=sanction.public_id)

    def _again(self, form: ProposeForm, status: int) -> HttpResponse:
        context = self.get_context_data(public_id=self.licence.public_id, form=form)
        return self.render_to_response({**context, "has_errors": True}, status=status)
