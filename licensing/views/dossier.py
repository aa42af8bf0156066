"""What a head reads before deciding: the facts, who checked what, and who signs today."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.officials import Signatory, signatories
from accounts.enums import Position
from core import formats
from core.components import Fact
from licensing.domain.comparing import differences, hours_text, last_licence
from licensing.domain.member_recommending import recommendation_of
from licensing.enums import Action, LegalEra, Proposal, Verdict
from licensing.models import Application, Assessment


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
            _organisation(application, zone),
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


def _organisation(application: Application, zone: str) -> dict[str, Any] | None:
    event = recommendation_of(application) if application.legal_era == LegalEra.OLD else None
    if event is None:
        return None
    return {
        "ok": True,
        "title": _("Organisasi profesi: merekomendasikan"),
        "who": _("%(name)s. %(when)s")
        % {"name": event.actor.name if event.actor else "–", "when": formats.full_moment(event.at, zone)},
        "words": event.note,
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
