"""The life of a report: draft → checked → locked; reopened by two people as a new version. One door per verb."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rules import viewer_of
from core import audit
from core.exceptions import Finding
from letters.models import Letter
from spm.domain import telling
from spm.domain.report_basis import basis_of
from spm.domain.report_figures import canonical, content_of, fingerprint
from spm.domain.report_gaps import Gap, gaps_of
from spm.enums import Programme, ReportState
from spm.exceptions import (
    AlreadyLocked,
    FiguresChanged,
    NotChecked,
    NoteRequired,
    NotLocked,
    NotYours,
    ReportIncomplete,
    SamePerson,
)
from spm.models import Report
from spm.querysets import inside

MIN_NOTE = 10
# To correct a report that came back, where who sends it back names no day.
USUAL_TERM = timedelta(days=7)


@dataclass(frozen=True)
class Reading:
    """A report as it is read: its figures and what they rest on; `is_live` until it is checked."""

    report: Report
    content: Mapping[str, Any]
    basis: Mapping[str, Any]
    is_live: bool

    @property
    def gaps(self) -> list[Gap]:
        """What is missing before it may be locked."""
        return gaps_of(self.report, self.content, self.basis)


def newest(programme: str, region_code: str, year: int, until: int, facility_id: int | None = None) -> Report | None:
    """The latest version of that period's report."""
    rows = Report.objects.filter(programme=programme, region=region_code, facility=facility_id, year=year, until=until)
    return rows.select_related("region", "facility", "letter").order_by("-version").first()


def draft_of(
    programme: str, region_code: str, year: int, until: int, *, at: datetime, facility_id: int | None = None
) -> Report:
    """The latest version, or an unsaved first draft of it: looking at a period writes nothing."""
    found = newest(programme, region_code, year, until, facility_id)
    return found or Report(
        programme=programme,
        region_id=region_code,
        facility_id=facility_id,
        year=year,
        until=until,
        created_at=at,
    )


def read(report: Report, *, at: datetime) -> Reading:
    """Live figures of a draft; of a checked or locked report those it was checked with."""
    if report.state == ReportState.DRAFT:
        basis = basis_of(report)
        return Reading(report, content_of(report, basis, at), basis, is_live=True)
    return Reading(report, _loaded(report), report.basis, is_live=False)


def _loaded(report: Report) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(report.content)
    return content


@transaction.atomic
def check(report: Report, *, by: User, at: datetime) -> Report:
    """Freeze the figures of a draft as they are now; what is missing may still be filled by sending it back.

    Raises NotYours, AlreadyLocked.
    """
    require(by, report, "spm_check")
    report = _locked_row(report)
    if report.is_locked:
        raise AlreadyLocked
    report.basis = basis_of(report)
    text = canonical(content_of(report, report.basis, at))
    report.content, report.sha256, report.data_at = text, fingerprint(text), at
    report.checked_by, report.checked_at = by, at
    report.state, report.returned_note = ReportState.CHECKED, ""
    report.save()
    _told("spm_report.check", report, by, at)
    return report


@transaction.atomic
def send_back(report: Report, *, note: str, by: User, at: datetime, correct_by: date | None = None) -> Report:
    """Return a checked report to draft with a note, to be corrected by a day, a week on where none is named.

    Raises NotYours, AlreadyLocked, NoteRequired.
    """
    require(by, report, "spm_check")
    _require_note(note)
    report = _locked_row(report)
    if report.is_locked:
        raise AlreadyLocked
    report.state, report.returned_note = ReportState.DRAFT, note.strip()
    report.content, report.sha256, report.basis, report.data_at = "", "", {}, None
    report.checked_by = report.checked_at = None
    report.save()
    _told("spm_report.send_back", report, by, at, reason=note)
    on = timezone.localtime(at).date()
    telling.tell_returned(report, correct_by=correct_by or on + USUAL_TERM, at=at, on=on)
    return report


def check_lockable(report: Report, *, by: User, at: datetime) -> Reading:
    """Return the reading that would be locked, or raise why not, all at once.

    Raises NotYours, AlreadyLocked, NotChecked, SamePerson, FiguresChanged, ReportIncomplete with its findings.
    """
    require(by, report, "spm_lock")
    if report.is_locked:
        raise AlreadyLocked
    if report.state != ReportState.CHECKED:
        raise NotChecked
    if report.checked_by_id == by.pk:
        raise SamePerson
    reading = read(report, at=at)
    if figures_changed(report, at=at):
        raise FiguresChanged
    if reading.gaps:
        raise ReportIncomplete(findings=[Finding(gap.code, gap.text) for gap in reading.gaps])
    return reading


def figures_changed(report: Report, *, at: datetime) -> bool:
    """Tell whether figures or texts came in after the check."""
    now = dict(content_of(report, report.basis, at))
    then = dict(_loaded(report))
    now.pop("data_at")
    then.pop("data_at")
    return canonical(now) != canonical(then)


@transaction.atomic
def lock(report: Report, *, by: User, at: datetime, letter: Letter | None = None) -> Report:
    """Lock a checked report, with the letter signed for it. From now on it never changes.

    Raises what `check_lockable` raises.
    """
    report = _locked_row(report)
    check_lockable(report, by=by, at=at)
    report.state, report.locked_by, report.locked_at, report.letter = ReportState.LOCKED, by, at, letter
    report.save()
    _told("spm_report.lock", report, by, at)
    telling.tell_locked(report, at=at, on=timezone.localtime(at).date())
    return report


@transaction.atomic
def ask_reopen(report: Report, *, reason: str, by: User, at: datetime) -> Report:
    """Ask a second person to let a new version be made. Raises NotYours, NotLocked, NoteRequired."""
    require(by, report, "spm_reopen")
    _require_note(reason)
    report = _locked_row(report)
    if not report.is_locked or hasattr(report, "replaced_by"):
        raise NotLocked
    report.reopen_asked_by, report.reopen_asked_at, report.reopen_reason = by, at, reason.strip()
    report.save(update_fields=["reopen_asked_by", "reopen_asked_at", "reopen_reason"])
    _told("spm_report.ask_reopen", report, by, at, reason=reason)
    return report


@transaction.atomic
def confirm_reopen(report: Report, *, by: User, at: datetime) -> Report:
    """Make the next version as a draft; the locked one stays as it is. Raises NotYours, NotLocked, SamePerson."""
    require(by, report, "spm_reopen")
    report = _locked_row(report)
    if not report.is_locked or report.reopen_asked_by_id is None or hasattr(report, "replaced_by"):
        raise NotLocked
    if report.reopen_asked_by_id == by.pk:
        raise SamePerson
    fresh = Report.objects.create(
        programme=report.programme,
        region=report.region,
        facility=report.facility,
        year=report.year,
        until=report.until,
        version=report.version + 1,
        created_at=at,
        replaces=report,
        change_reason=report.reopen_reason,
    )
    _told("spm_report.reopen", fresh, by, at, reason=report.reopen_reason)
    return fresh


def may_act(user: Any, report: Report, action: str) -> bool:
    """Tell whether `action` of the matrix reaches this report.

    W reaches the reports of the Puskesmas in one's area, D those of the own region, and those of Puskesmas in it;
    to check, a province's N reaches its own report; to reopen, D reaches the reports of regions below too.
    """
    for scope in viewer_of(user).scopes(action):
        letter, own = scope.cell.scope, scope.region_code
        if not own:
            continue
        below = f"{report.region_id}.".startswith(f"{own}.")
        if letter == "W" and report.facility_id and below_area(own, report):
            return True
        if letter in ("D", "N") and report.region_id == own:
            return True
        if letter == "D" and below and (report.facility_id or action == "spm_reopen"):
            return True
    return False


def below_area(own: str, report: Report) -> bool:
    """Tell whether the Puskesmas of `report` lies in the working area `own`."""
    where = report.facility.region_id if report.facility else ""
    return f"{where}.".startswith(f"{own}.")


def require(user: Any, report: Report, action: str) -> None:
    """Raise NotYours where `may_act` is False."""
    if not may_act(user, report, action):
        raise NotYours


def visible_reports(user: Any, action: str = "dashboard_read") -> Any:
    """Reports `user` may read: D and N those of the region and below, W those of Puskesmas in the own area."""
    rows = Report.objects.none()
    for scope in viewer_of(user).scopes(action):
        letter = scope.cell.scope
        if letter in ("D", "S", "N") and scope.region_code:
            rows |= Report.objects.filter(inside("region_id", scope.region_code))
        elif letter == "N":
            rows |= Report.objects.all()
        elif letter == "W" and scope.region_code:
            rows |= Report.objects.filter(inside("facility__region_id", scope.region_code))
    return rows


def _locked_row(report: Report) -> Report:
    """The row locked for change; a draft that was only looked at is saved now."""
    if not report.pk:
        report.save(force_insert=True)
    rows = Report.objects.select_for_update(of=("self",)).select_related("region", "facility", "replaces")
    found: Report = rows.get(pk=report.pk)
    return found


def _require_note(note: str) -> None:
    if len(note.strip()) < MIN_NOTE:
        raise NoteRequired


def _told(action: str, report: Report, by: User, at: datetime, *, reason: str = "") -> None:
    payload = {
        "report": report.public_id,
        "programme": report.programme,
        "region": report.region_id,
        "period": f"{report.year}-{report.until:02d}",
        "version": report.version,
        "sha256": report.sha256,
    }
    audit.record(action=action, by=by, obj=report, reason=reason, payload=payload, at=at)


def level_of(report: Report) -> str:
    """What the report is of: `province`, `city` or `puskesmas`."""
    if report.facility_id is not None:
        return "puskesmas"
    return "province" if report.programme == Programme.SPM_PROVINCE else "city"
