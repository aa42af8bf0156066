"""Approval, signature, refusal: everything a head needs on one page, and one act a file."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView, View

from accounts.domain.officials import Signatory, signatories
from accounts.domain.reauthentication import needs_password, require_password
from accounts.enums import Position
from accounts.exceptions import PasswordNeeded, PasswordWrong, SignInLocked
from accounts.rules import may
from core import formats
from core.components import Action as Button, Decision, Fact
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from letters.exceptions import PassphraseWrong
from letters.signing import Passphrase
from licensing.domain import transitions
from licensing.domain.clocks import read_clocks
from licensing.domain.comparing import differences, hours_text, last_licence
from licensing.domain.desk import DeskClock
from licensing.domain.workflow import available
from licensing.enums import Action, ClockName, Proposal, State, Verdict
from licensing.forms.decision import ApproveForm, ExtendForm, RefuseForm, ReopenForm, SendBackForm, SignForm
from licensing.forms.fields import SheetForm
from licensing.letters import signing
from licensing.models import Application, ApplicationEvent, Assessment
from licensing.rules import Actor
from licensing.views.cards import journey
from licensing.views.desk import DeskMixin, heading, left_words, number_line
from licensing.views.drafting import answer_groups
from licensing.views.queue import ROW_RELATIONS, queue_of
from licensing.views.scope import ApplicationMixin

DECIDING = (Action.SEND_BACK, Action.REFUSE, Action.APPROVE, Action.SIGN)
# What `check` wants to see before it says more; the form asks for the real words.
SOME_NOTE = "x" * transitions.MIN_NOTE


class DecideView(DeskMixin, ApplicationMixin, TemplateView):
    """Head of division approves, head of office signs or refuses; both may send back."""

    policy = "application_approve"
    template_name = "licensing/desk/decide.html"

    @method_decorator(
        sensitive_post_parameters("sign-password", "sign-passphrase", "refuse-password", "refuse-passphrase")
    )
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, now = self.application, timezone.now()
        sent: dict[str, SheetForm] = kwargs.pop("sent", {})
        error: DomainError | None = kwargs.pop("error", None)
        reasons = {action: why_not(application, action, self.actor, at=now) for action in self._verbs()}
        assessment = last_assessment(application)
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            left=left_words(DeskClock(now).minutes_left(application)),
            facts=decision_facts(application),
            checks=checks(application),
            assessment=assessment,
            is_refusal=assessment is not None and assessment.proposal == Proposal.REFUSE,
            signatory=signatory_words(application, now),
            stages=journey(application, _events(application), public=False),
            groups=answer_groups(application, editable=False),
            preview=_preview(application, reverse("application_preview", args=[application.number])),
            forms=self._forms(reasons, sent),
            reasons=sorted({why for why in reasons.values() if why}),
            is_turn=bool(reasons),
            decision=self._decision(reasons),
            error=error,
            opened=next(iter(sent), ""),
            has_errors=error is not None or bool(sent),
            demo_passphrase=settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
            **kwargs,
        )

    def _verbs(self) -> list[Action]:
        application = self.application
        verbs = available(State(application.state), self.actor.roles, delegated=application.type.delegated)
        return [verb for verb in verbs if verb in DECIDING]

    def _forms(self, reasons: dict[Action, str], sent: dict[str, SheetForm]) -> dict[str, SheetForm]:
        open_ = [action for action, why in reasons.items() if not why]
        return {action: sent.get(action) or self._form(action, None) for action in open_}

    def _form(self, action: str, data: Any) -> SheetForm:
        asks = needs_password(self.request, "application_sign", at=timezone.now())
        match action:
            case Action.SIGN:
                return SignForm(data, prefix="sign", asks_password=asks)
            case Action.REFUSE:
                return RefuseForm(data, prefix="refuse", asks_password=asks, initial=proposed_refusal(self.application))
            case Action.SEND_BACK:
                return SendBackForm(data, prefix="back")
            case _:
                return ApproveForm(data, prefix="approve")

    def _decision(self, reasons: dict[Action, str]) -> Decision | None:
        """Sending back and refusing jump to their form; approving and signing are the one primary button.

        What a person may not do has no button; the reason stands above (UX-18).
        """
        words = {
            Action.APPROVE: _("Setujui"),
            Action.SIGN: _("Tanda tangani"),
            Action.REFUSE: _("Tolak"),
            Action.SEND_BACK: _("Kembalikan untuk dinilai ulang"),
        }
        buttons = [
            Button(
                action,
                words[action],
                primary=action in (Action.APPROVE, Action.SIGN),
                danger=action == Action.REFUSE,
                url=f"#{action}" if action in (Action.REFUSE, Action.SEND_BACK) else "",
                form=f"form-{action}",
            )
            for action in DECIDING
            if reasons.get(action) == ""
        ]
        return Decision(actions=buttons, note=self._note(reasons)) if buttons else None

    def _note(self, reasons: dict[Action, str]) -> str:
        if any(reasons.values()):
            return ""
        if Action.APPROVE in reasons:
            return _("Setelah disetujui, berkas langsung ke penandatangan.")
        return _("Nomor, tanggal, dan tanda tangan diisi saat ditandatangani.")

    @sensitive_variables()
    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        action = request.POST.get("action", "")
        if action not in ACTS:
            return redirect("application_decide", number=number)
        if action in (Action.SIGN, Action.REFUSE) and not may(request.user, "application_sign"):
            transitions.check(self.application, Action(action), by=self.actor, note=SOME_NOTE)
        if already_done(self.application, Action(action), self.actor):
            return self._done(action)
        form = self._form(action, request.POST)
        if not form.is_valid():
            # Who may not act at all is told so before any field is.
            transitions.check(self.application, Action(action), by=self.actor, note=SOME_NOTE)
            return self._again(action, form, 422)
        try:
            ACTS[action](self, form)
        except (Conflict, RuleBroken, Unavailable, SignInLocked) as error:
            self.application.refresh_from_db()
            if already_done(self.application, Action(action), self.actor):
                return self._done(action)
            show_secret_error(form, error)
            return self._again(action, form, error.status, error=error)
        return self._done(action)

    def _again(self, action: str, form: SheetForm, status: int, *, error: DomainError | None = None) -> HttpResponse:
        context = self.get_context_data(number=self.application.number, sent={action: form}, error=error)
        return self.render_to_response(context, status=status)

    def _done(self, action: str) -> HttpResponse:
        said = {
            Action.APPROVE: _("Berkas %(number)s disetujui dan menunggu tanda tangan kepala dinas."),
            Action.SEND_BACK: _("Berkas %(number)s dikembalikan untuk dinilai ulang."),
            Action.SIGN: _("Surat untuk %(number)s ditandatangani dan terbit."),
            Action.REFUSE: _("Penolakan %(number)s ditandatangani dan terbit."),
        }
        messages.success(self.request, said[Action(action)] % {"number": self.application.number})
        if action == Action.SIGN:
            return redirect("application_detail", number=self.application.number)
        return redirect("approval_list")

    @property
    def version(self) -> int | None:
        """The version the page was drawn from."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() else None


def _approve(view: DecideView, form: Any) -> None:
    transitions.approve(
        view.application, by=view.actor, at=timezone.now(), note=form.cleaned_data["note"], version=view.version
    )


def _send_back(view: DecideView, form: Any) -> None:
    transitions.send_back(view.application, by=view.actor, at=timezone.now(), version=view.version, **form.cleaned_data)


@sensitive_variables("form", "secret")
def _sign(view: DecideView, form: Any) -> None:
    require_password(view.request, form.cleaned_data.get("password", ""))
    secret = Passphrase(form.cleaned_data["passphrase"])
    signing.sign_recommendation(
        view.application, by=view.actor, passphrase=secret, at=timezone.now(), version=view.version
    )


@sensitive_variables("form", "secret")
def _refuse(view: DecideView, form: Any) -> None:
    given = form.cleaned_data
    require_password(view.request, given.get("password", ""))
    secret = Passphrase(given["passphrase"])
    signing.sign_refusal(
        view.application,
        by=view.actor,
        passphrase=secret,
        at=timezone.now(),
        reason=given["reason"],
        note=given["note"],
        rule=given["rule"],
        version=view.version,
    )


ACTS: dict[str, Callable[[DecideView, Any], None]] = {
    Action.APPROVE: _approve,
    Action.SEND_BACK: _send_back,
    Action.SIGN: _sign,
    Action.REFUSE: _refuse,
}


def show_secret_error(form: SheetForm, error: DomainError) -> None:
    """Put a refusal at the field it belongs to."""
    form.add_findings(error.findings)
    names = {PasswordNeeded: "password", PasswordWrong: "password", PassphraseWrong: "passphrase"}
    name = next((field for kind, field in names.items() if isinstance(error, kind)), None)
    if name in form.fields:
        form.add_error(name, error.detail)


def already_done(application: Application, action: Action, by: Actor) -> bool:
    """Tell whether this person has just done this very act: a second click is answered like the first."""
    last = application.events.order_by("-seq").first()
    return last is not None and last.action == action and last.actor_id == by.user_id


def why_not(application: Application, action: Action, by: Actor, *, at: datetime) -> str:
    """Say why a person may not do a verb that the table gives to their role, or nothing."""
    try:
        transitions.check(application, action, by=by, note=SOME_NOTE)
        if action in (Action.SIGN, Action.REFUSE):
            office = application.health_office
            signing.require_signatory(by, office, Position.HEALTH_HEAD, at.astimezone(office.zone).date())
        if action == Action.ISSUE_LICENCE:
            office = application.licensing_office
            signing.require_signatory(by, office, Position.LICENCE_HEAD, at.astimezone(office.zone).date())
    except DomainError as refused:
        return refused.detail
    return ""


def last_assessment(application: Application) -> Assessment | None:
    """Return the TPK's newest conclusion."""
    found: Assessment | None = application.assessments.select_related("by", "reason").order_by("-round").first()
    return found


def proposed_refusal(application: Application) -> dict[str, Any]:
    """Return reason, rule and words of a proposal to refuse, as a start for the head."""
    row = last_assessment(application)
    if row is None or row.proposal != Proposal.REFUSE:
        return {}
    return {"reason": row.reason_id, "rule": row.reason.rule_hint if row.reason else "", "note": row.summary}


def decision_facts(application: Application) -> list[Fact]:
    """Return what is decided: who, where, how long, and what differs from the last licence."""
    answers = application.answers or {}
    profession, place = answers.get("profession") or {}, answers.get("place") or {}
    facts = [Fact(_("Pemohon"), application.applicant_name or "–")]
    where = ", ".join(str(part) for part in (application.place_name, place.get("address")) if part) or "–"
    facts.append(Fact(_("Tempat"), where))
    if application.type.subject == "practitioner" and application.slot > 1:
        facts.append(Fact(_("Tempat ke-"), str(application.slot)))
    if profession.get("str_number"):
        until = _("seumur hidup") if profession.get("str_lifetime") else profession.get("str_valid_until", "")
        facts.append(Fact(_("STR"), ", ".join(str(part) for part in (profession["str_number"], until) if part)))
    hours = hours_text(place.get("practice_hours") or [])
    if hours:
        facts.append(Fact(_("Jam praktik"), hours))
    facts.append(Fact(_("Berlaku"), _validity(application)))
    facts.append(Fact(_("Dibanding izin terakhir"), _compared(application)))
    assessment = last_assessment(application)
    if assessment is not None:
        facts += [Fact(_("Syarat"), f"{row['text']} ({_by_date(row['until'])})") for row in assessment.conditions]
    return facts


def _by_date(text: str) -> str:
    return _("paling lambat %(date)s") % {"date": text}


def _validity(application: Application) -> str:
    years = application.type.validity_years
    return _("%(years)s tahun sejak terbit") % {"years": years} if years else _("tanpa batas waktu")


def _compared(application: Application) -> str:
    before = last_licence(application)
    if before is None:
        return _("Izin pertama; tidak ada pembanding.")
    changes = "; ".join(
        f"{row.label}: {row.before or '–'} → {row.now or '–'}" for row in differences(application, before)
    )
    return f"{before.number}. " + (changes or _("Tempat dan jam praktik tetap."))


def checks(application: Application) -> list[dict[str, Any]]:
    """Return who checked, when, and what came out: verification, visits, coordination, assessment."""
    zone = application.health_office.time_zone
    return [
        row
        for row in (
            _verification(application, zone),
            *_visits(application, zone),
            *_coordinations(application),
            _concluded(application, zone),
        )
        if row
    ]


def _verification(application: Application, zone: str) -> dict[str, Any] | None:
    event = application.events.filter(action=Action.VERIFY).select_related("actor").order_by("-seq").first()
    if event is None:
        return None
    last_round = application.judgements.order_by("-round").values_list("round", flat=True).first()
    rows = list(application.judgements.filter(round=last_round or 1))
    fits = sum(row.verdict in (Verdict.FITS, Verdict.NOT_APPLICABLE) for row in rows)
    return {
        "ok": True,
        "title": _("Verifikasi: %(fits)s dari %(all)s sesuai") % {"fits": fits, "all": len(rows)},
        "who": _("%(name)s, Tim Teknis DPMPTSP. %(when)s")
        % {"name": event.actor.name if event.actor else event.client_id, "when": formats.full_moment(event.at, zone)},
        "words": "",
    }


def _visits(application: Application, zone: str) -> list[dict[str, Any]]:
    links = application.visit_links.exclude(visit__conclusion="").select_related("visit__inspector")
    return [
        {
            "ok": link.visit.conclusion in ("fit", "fit_with_repair"),
            "title": _("Kunjungan: %(conclusion)s") % {"conclusion": link.visit.get_conclusion_display()},
            "who": _("%(name)s. %(when)s, berita acara %(number)s")
            % {
                "name": link.visit.inspector.name,
                "when": formats.full_moment(link.visit.held_at, zone) if link.visit.held_at else "–",
                "number": link.visit.berita_acara_number or "–",
            },
            "words": link.visit.notes,
        }
        for link in links
    ]


def _coordinations(application: Application) -> list[dict[str, Any]]:
    return [
        {
            "ok": bool(row.answer_favourable),
            "title": _("Koordinasi: mendukung") if row.answer_favourable else _("Koordinasi: tidak mendukung"),
            "who": f"{row.partner_name}, {row.answer_number}, {formats.plain_date(row.answer_date)}"
            if row.answer_date
            else row.partner_name,
            "words": row.answer,
        }
        for row in application.coordinations.filter(answered_at__isnull=False)
    ]


def _concluded(application: Application, zone: str) -> dict[str, Any] | None:
    row = last_assessment(application)
    if row is None:
        return None
    return {
        "ok": row.proposal == Proposal.GRANT,
        "title": _("Penilaian: %(proposal)s") % {"proposal": str(row.get_proposal_display()).lower()},
        "who": _("%(name)s, Tenaga Pengawas Kesehatan. %(when)s")
        % {"name": row.by.name, "when": formats.full_moment(row.at, zone)},
        "words": " ".join(part for part in (row.reason.label + "." if row.reason else "", row.summary) if part),
    }


def signatory_words(application: Application, at: datetime, *, licence: bool = False) -> dict[str, str]:
    """Return who signs today, with the decree of an acting official; empty texts when nobody may."""
    office = application.licensing_office if licence else application.health_office
    position = Position.LICENCE_HEAD if licence else Position.HEALTH_HEAD
    on = at.astimezone(office.zone).date()
    who: Signatory | None = next(iter(signatories(office, position, on)), None)
    if who is None:
        return {"name": "", "decree": _("Belum ada pejabat yang berwenang hari ini. Hubungi pengelola pejabat.")}
    decree = _("Bertindak berdasarkan %(decree)s.") % {"decree": who.decree} if who.acting and who.decree else ""
    return {"name": f"{who.prefix} {who.title}: {who.name}".strip(), "decree": decree}


def _preview(application: Application, url: str) -> dict[str, Any] | None:
    if application.state not in (State.ASSESSED, State.APPROVED, State.RECOMMENDED):
        return None
    return {
        "code": "letter",
        "title": _("Konsep surat"),
        "kind": "pdf",
        "url": url,
        "name": "konsep.pdf",
        "pages": None,
    }


def _events(application: Application) -> list[ApplicationEvent]:
    return list(application.events.select_related("actor", "reason").order_by("seq"))


class PreviewView(DeskMixin, ApplicationMixin, View):
    """The letter about to be signed, as a PDF marked KONSEP; nothing is stored."""

    policy = "application_approve"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG002
        at, application = timezone.now(), self.application
        if _preview(application, "") is None:
            raise Http404
        row = last_assessment(application)
        refuses = row is not None and row.proposal == Proposal.REFUSE and application.state != State.RECOMMENDED
        if row is not None and row.reason is not None and refuses:
            pdf = signing.preview_refusal(application, reason=row.reason, note=row.summary, at=at)
        else:
            pdf = signing.preview(application, at=at)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="konsep-{application.number}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response


# --- the list of what waits ------------------------------------------------------------------------------------


class ApprovalListView(DeskMixin, TemplateView):
    """What waits for a head, grouped by the moment it is due."""

    policy = "application_approve"
    template_name = "licensing/desk/approvals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = DeskClock(timezone.now())
        states = [
            state
            for state in (State.ASSESSED, State.APPROVED)
            if set(available(state, self.actor.roles)) & {Action.APPROVE, Action.SIGN}
        ]
        rows = queue_of(self.request.user, everything=True).filter(state__in=states)
        files = list(rows.select_related(*ROW_RELATIONS)[:200])
        return super().get_context_data(groups=_groups(files, clock), total=len(files), now=clock.at, **kwargs)


def _groups(files: list[Application], clock: DeskClock) -> list[dict[str, Any]]:
    titles = (_("Lewat waktu"), _("Hari ini"), _("Besok dan sesudahnya"))
    groups: list[list[dict[str, Any]]] = [[], [], []]
    for row in files:
        groups[_group(row, clock.at)].append(
            {
                "row": row,
                "left": left_words(clock.minutes_left(row)),
                "due": row.due_at,
                "about": row.applicant_name or row.place_name,
                "is_late": row.due_at is not None and row.due_at < clock.at,
            }
        )
    return [{"title": title, "rows": rows} for title, rows in zip(titles, groups, strict=True) if rows]


def _group(row: Application, at: datetime) -> int:
    if row.due_at is None:
        return 2
    if row.due_at < at:
        return 0
    zone = row.health_office.zone
    return 1 if row.due_at.astimezone(zone).date() == at.astimezone(zone).date() else 2


# --- more time, and once more --------------------------------------------------------------------------------


class _HeadFormView(DeskMixin, ApplicationMixin, TemplateView):
    """A page of its own for something that is written into the ledger for ever."""

    policy = "application_sign"
    template_name = "licensing/desk/head_form.html"
    verb: Action
    title = ""

    def make_form(self, data: Any) -> SheetForm:
        """The form, bound or not."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Do it and say what was done."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        verbs = available(State(application.state), self.actor.roles, delegated=application.type.delegated)
        if self.verb not in verbs:
            raise Http404
        kwargs.setdefault("form", self.make_form(None))
        return super().get_context_data(
            application=application,
            heading=heading(application),
            number_line=number_line(application),
            title=self.title,
            verb=self.verb,
            label=self.verb.label,
            why_not=why_not(application, self.verb, self.actor, at=timezone.now()),
            **kwargs,
        )

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, number=number), status=422)
        try:
            said = self.act(form)
        except (Conflict, RuleBroken) as error:
            form.add_findings(error.findings)
            if not error.findings:
                form.add_error(None, error.detail)
            return self.render_to_response(self.get_context_data(form=form, number=number), status=error.status)
        messages.success(request, said)
        return redirect("application_detail", number=number)


class ExtendView(_HeadFormView):
    """Let one clock have more days, with the decree or reason."""

    verb = Action.EXTEND
    template_name = "licensing/desk/head_form.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The heading."""
        return _("Perpanjang batas waktu")

    def make_form(self, data: Any) -> SheetForm:
        """With the clocks that have not stopped."""
        readings = read_clocks(self.application, at=timezone.now())
        names = [name for name, reading in readings.items() if reading.stopped_at is None]
        return ExtendForm(data, clocks=names, initial={"clock": self.application.due_clock})

    def act(self, form: Any) -> str:
        """Write the extension into the ledger."""
        given = form.cleaned_data
        transitions.extend(
            self.application,
            by=self.actor,
            at=timezone.now(),
            clock=ClockName(given["clock"]),
            days=given["days"],
            note=given["note"],
        )
        return _("Batas waktu diperpanjang %(days)s.") % {"days": formats.working_days(given["days"])}


class ReopenView(_HeadFormView):
    """After a granted objection the file goes on; clocks go on from what they had used."""

    verb = Action.REOPEN

    @property
    def title(self) -> str:  # type: ignore[override]
        """The heading."""
        return _("Buka kembali berkas")

    def make_form(self, data: Any) -> SheetForm:
        """One note."""
        return ReopenForm(data)

    def act(self, form: Any) -> str:
        """Back to where the decision or the silence came from."""
        transitions.reopen(self.application, by=self.actor, at=timezone.now(), note=form.cleaned_data["note"])
        return _("Berkas dibuka kembali; jam melanjutkan sisa waktunya.")
