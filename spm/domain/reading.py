"""Which report a person may look at, and how much of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.domain.offices import home_office
from accounts.models import Region
from accounts.rules import Viewer, viewer_of
from facilities.models import Facility
from spm.domain.places import puskesmas_for
from spm.domain.reports import Reading, draft_of, read, visible_reports
from spm.enums import Programme, ReportState
from spm.exceptions import NotYours
from spm.models import Report

ACTION = "dashboard_read"


@dataclass(frozen=True)
class View:
    """A report as one person sees it. `only_counts` hides places and records; `is_public` also small cells."""

    reading: Reading | None
    region: Region
    facility: Facility | None
    only_counts: bool
    is_public: bool


@dataclass(frozen=True)
class _Asked:
    programme: str
    region: str
    year: int
    until: int
    at: datetime


def region_of(viewer: Viewer) -> str:
    """The region a person's post is of; without one the installation's."""
    codes = [scope.region_code for scope in viewer.scopes(ACTION) if scope.region_code]
    return codes[0] if codes else home_office().region_id


def usual_programme(viewer: Viewer) -> str:
    """The programme whose report a person opens first: a province's people their own."""
    return (
        Programme.SPM_CITY if "." in region_of(viewer) or not _letters(viewer) & {"D", "N"} else Programme.SPM_PROVINCE
    )


def usual_region(viewer: Viewer, programme: str) -> str:
    """The region of that report: the post's province or city, where it has one."""
    parts = region_of(viewer).split(".")
    if programme == Programme.SPM_PROVINCE:
        return parts[0]
    return ".".join(parts[:2]) if len(parts) > 1 else home_office().region_id


def view_of(
    user: Any, *, programme: str, region_code: str, year: int, until: int, at: datetime, unit: str = ""
) -> View:
    """The newest report of that place and period, within what `user` may see. Raises NotYours.

    A Puskesmas's people see the report of their Puskesmas; the public sees locked reports alone.
    """
    viewer = viewer_of(user)
    region = Region.objects.filter(pk=region_code).first()
    if region is None:
        raise NotYours
    letters = {scope.cell.scope for scope in viewer.scopes(ACTION) if reaches(scope.region_code, region_code)}
    asked = _Asked(programme, region_code, year, until, at)
    if unit or ("W" in _letters(viewer) and not letters & {"D", "N"}):
        facility = _unit(user, unit)
        return View(_read(asked, facility=facility), region, facility, only_counts=False, is_public=False)
    if letters & {"D", "S"}:
        return View(_read(asked), region, None, only_counts=False, is_public=False)
    if "N" in letters:
        return View(_read(asked), region, None, only_counts=True, is_public=False)
    if "A" in _letters(viewer):
        return View(_published(asked), region, None, only_counts=True, is_public=True)
    raise NotYours


def reaches(own: str, code: str) -> bool:
    """Tell whether a post in region `own` (empty: the country) reaches `code`."""
    return not own or f"{code}.".startswith(f"{own}.")


def versions_of(user: Any, report: Report) -> list[Report]:
    """All versions of a period's report that `user` may read, the newest first."""
    rows = visible_reports(user).filter(
        programme=report.programme,
        region=report.region_id,
        facility=report.facility_id,
        year=report.year,
        until=report.until,
    )
    return list(rows.select_related("letter", "checked_by", "locked_by").defer("basis").order_by("-version"))


def _letters(viewer: Viewer) -> set[str]:
    return {scope.cell.scope for scope in viewer.scopes(ACTION)}


def _unit(user: Any, public_id: str) -> Facility:
    rows = puskesmas_for(user, ACTION).select_related("region")
    found: Facility | None = rows.filter(public_id=public_id).first() if public_id else rows.first()
    if found is None:
        raise NotYours
    return found


def _read(asked: _Asked, *, facility: Facility | None = None) -> Reading:
    report = draft_of(
        asked.programme,
        asked.region,
        asked.year,
        asked.until,
        at=asked.at,
        facility_id=facility.pk if facility else None,
    )
    return read(report, at=asked.at)


def _published(asked: _Asked) -> Reading | None:
    rows = Report.objects.filter(
        programme=asked.programme,
        region=asked.region,
        facility=None,
        year=asked.year,
        until=asked.until,
        state=ReportState.LOCKED,
    )
    report = rows.select_related("region", "letter").order_by("-version").first()
    return read(report, at=asked.at) if report else None
