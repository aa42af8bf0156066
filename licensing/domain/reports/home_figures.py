"""Head figures on the home page of roles that watch rather than work: auditors, bureaus, planners, organisations.

Each figure is the length of the list it opens, within what the viewer's cells of the matrix reach.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.duties import register_figures
from accounts.domain.offices import home_office
from accounts.enums import Role
from accounts.models import User
from accounts.rules import Viewer, viewer_of
from core import capped, formats
from core.components import Kpi
from facilities.domain.licence_register import placement_licensed
from licensing.domain.coverage import counting
from licensing.domain.coverage.reach import reach_of
from licensing.domain.coverage.wide import WideReading
from licensing.domain.member_recommending import members_files
from licensing.domain.reports.promise import promise_figures
from licensing.domain.surveys.figures import responses_of, survey_figures, year_before
from licensing.enums import CoverageMeasure
from licensing.models import Application, PublicReport
from workforce.models import Placement, Practitioner

YEAR = timedelta(days=365)


def figures(user: User, *, at: datetime) -> list[Kpi]:
    """Return the head figures of `user` in the role at work, the most telling first; empty for roles with a desk."""
    viewer = viewer_of(user)
    if Role.ORGANISATION in viewer.roles:
        return _members(user)
    if not viewer.is_staff:
        return []
    return [*_files(viewer, user, at), *_reports(viewer, user), *_promise(viewer, at), *_coverage(viewer, user, at)]


def _members(user: User) -> list[Kpi]:
    """What waits for a recommendation, and figures of the own profession: read only, no veto (roles.md section 1)."""
    today = timezone.localdate()
    rows = Practitioner.objects.visible_to(user).current()
    here = Placement.objects.visible_to(user).in_force(today).filter(practitioner=OuterRef("pk"), needs_sip=True)
    owed = here.alias(licensed=placement_licensed(today))
    lacking = Exists(owed.filter(licensed=False))
    total = rows.count()
    basis = _("dari %(count)s anggota yang terlihat") % {"count": formats.number(total)}
    url = reverse("practitioner_list")
    without = rows.filter(lacking).count()
    held = rows.filter(~lacking, Exists(owed)).count()
    waiting = members_files(user).awaiting_organisation().count()
    return [
        Kpi(
            "recommend",
            _("Menunggu rekomendasi"),
            formats.number(waiting),
            _("berkas masa hukum lama"),
            reverse("member_recommendation_list"),
            _("Buka"),
        ),
        Kpi("members", _("Anggota"), formats.number(total), _("tenaga seprofesi di wilayah ini"), url, _("Lihat")),
        Kpi("held", _("Ber-SIP di semua tempat"), formats.number(held), basis, f"{url}?sip=with", _("Lihat")),
        Kpi("missing", _("Belum ber-SIP"), formats.number(without), basis, f"{url}?sip=without", _("Lihat")),
    ]


def _files(viewer: Viewer, user: User, at: datetime) -> Iterator[Kpi]:
    """Open files of the region, and those whose promise is broken."""
    if not any(scope.cell.scope == "D" for scope in viewer.scopes("application_read")):
        return
    rows = Application.objects.visible_to(user)
    total, late = capped.count(rows.open()), capped.count(rows.overdue(at))
    basis = _("dari %(count)s berkas terbuka") % {"count": formats.many(total)}
    url = reverse("application_list")
    yield Kpi("overdue", _("Lewat waktu"), formats.many(late), basis, f"{url}?when=overdue", _("Lihat"))


def _reports(viewer: Viewer, user: User) -> Iterator[Kpi]:
    """What people reported and nobody has answered yet."""
    pages = (
        ("integrity_read", "integrity", _("Laporan uang terbuka"), "integrity_list"),
        ("complaint_answer", "complaints", _("Pengaduan terbuka"), "complaint_list"),
    )
    for action, name, label, page in pages:
        if viewer.may(action):
            rows = PublicReport.objects.visible_to(user, action)
            basis = _("dari %(count)s laporan") % {"count": formats.number(rows.count())}
            figure = formats.number(rows.filter(answered_at__isnull=True).count())
            yield Kpi(name, label, figure, basis, f"{reverse(page)}?keadaan=terbuka", _("Lihat"))


def _promise(viewer: Viewer, at: datetime) -> Iterator[Kpi]:
    """On-time share of the month, with its exact denominator; and the satisfaction index."""
    if not viewer.may("hlc_read"):
        return
    office = home_office()
    month = promise_figures(office, at=at)
    share = formats.percent(formats.share(month.on_time, month.finished))
    basis = _("%(part)s dari %(whole)s bulan ini") % {
        "part": formats.number(month.on_time),
        "whole": formats.number(month.finished),
    }
    yield Kpi("promise", _("Janji tepat waktu"), share, basis, reverse("promise_report"), _("Lihat"))
    if Role.ORG_BUREAU in viewer.roles:
        today = timezone.localdate(at)
        found = survey_figures(responses_of(office, first=year_before(today), last=today))
        index = formats.fixed_number(float(found.index), 2) if found.index is not None else "–"
        sheets = _("dari %(count)s lembar setahun") % {"count": formats.number(found.respondents)}
        yield Kpi("survey", _("Indeks kepuasan"), index, sheets, reverse("survey_result"), _("Lihat"))


def _coverage(viewer: Viewer, user: User, at: datetime) -> Iterator[Kpi]:
    """Persons with every licence they need, of those who need one."""
    if not any(scope.cell.scope in ("D", "N") for scope in viewer.scopes("hlc_read")):
        return
    reach, on = reach_of(user), timezone.localdate(at)
    if reach.is_wide:
        found = WideReading(reach.region, CoverageMeasure.PERSONS, on).total()
    else:
        found = counting.total(reach.cut(on), CoverageMeasure.PERSONS)
    share = formats.percent(formats.share(found.held, found.obliged))
    basis = _("%(part)s dari %(whole)s orang") % {
        "part": formats.number(found.held),
        "whole": formats.number(found.obliged),
    }
    yield Kpi("coverage", _("Cakupan (HLC)"), share, basis, reverse("coverage_detail"), _("Lihat"))


def register() -> None:
    """Let the home page of the people app show these figures."""
    register_figures(figures)
