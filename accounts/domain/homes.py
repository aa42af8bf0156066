"""The home page of each role, and the menu of each role, by URL names other apps define."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.rules import Viewer

# The first name that exists is the home; the people app's own page serves whoever has none.
OWN_HOME = "home_overview"
HOMES: dict[Role, tuple[str, ...]] = {
    Role.APPLICANT: ("applicant_home",),
    Role.PJ: ("pj_home", "applicant_home"),
    Role.FRONT_OFFICE: ("front_office_home", "application_list"),
    Role.TECHNICAL: ("technical_home", "application_list"),
    Role.REGISTER_CLERK: ("register_home", "application_list"),
    Role.TPK: ("tpk_home", "application_list"),
    Role.DIVISION_HEAD: ("division_head_home", "approval_list", "application_list"),
    Role.HEALTH_HEAD: ("health_head_home", "approval_list", "application_list"),
    Role.LICENCE_HEAD: ("licence_head_home", "licence_queue", "application_list"),
    Role.CADRE: ("pickup_board",),
    Role.DRIVER: ("pickup_board",),
    Role.PUSKESMAS_DOCTOR: ("pickup_board",),
    Role.AUDITOR: (OWN_HOME,),
    Role.PLANNER: ("spm_report",),
    Role.PUSKESMAS_HEAD: ("pickup_board",),
    Role.PUSKESMAS_RECORDER: ("spm_entry_list",),
    Role.CITY_HEALTH: ("spm_report",),
    Role.PROVINCE: ("spm_report",),
    Role.NATIONAL: ("ilp_dashboard",),
    Role.ADMIN: (OWN_HOME,),
}
PUBLIC = "public"
OWN = "own"
FACILITY = "facility"
QUEUE = "queue"
MEMBERS = "members"
RECOMMENDS = "recommends"
NETWORK = "network"
# Cells of the matrix that these entries ask for.
_CELLS = {
    FACILITY: ("roster_edit", frozenset("F")),
    MEMBERS: ("people_read", frozenset("P")),
    RECOMMENDS: ("member_recommend", frozenset("P")),
    NETWORK: ("network_read", frozenset("F")),
}


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; shown when its page exists and `for_whom` holds.

    `for_whom` is `public` (whoever is no officer), `own` (of these, who works for nobody but themselves), `facility`
    (who keeps the staff of one), `members` (who speaks for a profession), `recommends` (who recommends its members),
    `network` (who answers for a facility of first contact),
    `queue` (officers who read applications)
    or a row of the matrix, which counts for officers only.
    """

    label: Promise
    url_name: str
    for_whom: str


MENU: tuple[Entry, ...] = (
    Entry(_("Beranda"), "pj_home", FACILITY),
    Entry(_("Tenaga"), "roster", FACILITY),
    Entry(_("Temuan"), "facility_finding_list", FACILITY),
    Entry(_("Temuan pemeriksaan"), "finding_list", FACILITY),
    Entry(_("Jejaring IQ-Care"), "network_list", NETWORK),
    Entry(_("Anggota"), "practitioner_list", MEMBERS),
    Entry(_("Rekomendasi anggota"), "member_recommendation_list", RECOMMENDS),
    Entry(_("Permohonan saya"), "applicant_home", PUBLIC),
    Entry(_("Izin saya"), "own_licence_list", OWN),
    Entry(_("Data saya"), "own_data_detail", OWN),
    Entry(_("Layanan"), "type_list", PUBLIC),
    Entry(_("Register izin"), "public_register", OWN),
    Entry(_("Kabar"), "news_list", PUBLIC),
    Entry(_("Persetujuan"), "approval_list", "application_approve"),
    Entry(_("Penerbitan"), "licence_queue", "licence_issue"),
    Entry(_("Antrean"), "application_list", QUEUE),
    Entry(_("Kiriman permohonan"), "filing_list", "filing_batch"),
    Entry(_("Kunjungan"), "phone_day", "application_assess"),
    Entry(_("Izin"), "licence_list", QUEUE),
    Entry(_("Tenaga kesehatan"), "practitioner_list", "people_read"),
    Entry(_("Fasilitas"), "facility_list", "people_read"),
    Entry(_("Kunjungan"), "visit_list", "inspection_read"),
    Entry(_("Usul kunjungan"), "risk_list", "inspection_read"),
    Entry(_("Surat tugas"), "tugas_list", "inspection_read"),
    Entry(_("Temuan pemeriksaan"), "finding_list", "inspection_read"),
    Entry(_("Sanksi"), "sanction_list", "sanction_read"),
    Entry(_("Pemeriksaan susulan"), "post_check_list", "sanction_propose"),
    Entry(_("Rencana"), "plan_list", "planning_read"),
    Entry(_("Pembinaan"), "guidance_list", "planning_read"),
    Entry(_("Pengawas"), "inspector_list", "inspector_read"),
    Entry(_("Usulan kunjungan"), "proposal_list", "planning_read"),
    Entry(_("Laporan pemeriksaan"), "inspection_report", "planning_read"),
    Entry(_("Kampanye"), "campaign_list", "communication_write"),
    Entry(_("Laporan janji"), "promise_report", "hlc_read"),
    Entry(_("Impor"), "import_list", "sheet_import"),
    Entry(_("Ekspor"), "export_list", "export_rows"),
    Entry(_("Cakupan (HLC)"), "coverage_detail", "hlc_read"),
    Entry(_("SPM"), "spm_report", "dashboard_read"),
    Entry(_("ILP"), "ilp_dashboard", "dashboard_read"),
    Entry(_("Isian SPM"), "spm_entry_list", "spm_write"),
    Entry(_("Isian ILP"), "ilp_entry_list", "spm_write"),
    Entry(_("Daftar klaster 1"), "ilp_register_list", "spm_write"),
    Entry(_("Jejaring IQ-Care"), "network_list", "network_read"),
    Entry(_("Komitmen ILP"), "commitment_list", "commitment_read"),
    Entry(_("Pengaduan"), "complaint_list", "complaint_answer"),
    Entry(_("Laporan uang"), "integrity_list", "integrity_read"),
    Entry(_("Papan jemput"), "pickup_board", "pickup_read"),
    Entry(_("Keluarga miskin"), "household_list", "pickup_read"),
    Entry(_("Santunan"), "compensation_list", "pickup_read"),
    Entry(_("Tindak lanjut"), "home_finding_list", "home_finding_read"),
    Entry(_("Jaga"), "duty_roster", "pickup_read"),
    Entry(_("Rekap jemput"), "pickup_figures", "dashboard_read"),
    Entry(_("Kalender kerja"), "calendar_detail", "change_propose"),
    Entry(_("Kalender kerja"), "calendar_review", "change_confirm"),
    Entry(_("Aturan"), "rule_list", "change_propose"),
    Entry(_("Aturan"), "rule_review", "change_confirm"),
    Entry(_("Daftar tilik"), "checklist_list", "change_propose"),
    Entry(_("Daftar tilik"), "checklist_review", "change_confirm"),
    Entry(_("Batas diam"), "deemed_list", "change_propose"),
    Entry(_("Batas diam"), "deemed_review", "change_confirm"),
    Entry(_("Pejabat"), "official_list", "change_propose"),
    Entry(_("Pejabat"), "official_review", "change_confirm"),
    Entry(_("Petugas"), "staff_list", "user_manage"),
    Entry(_("Jejak audit"), "audit_list", "audit_verify"),
    Entry(_("Pekerjaan"), "job_list", "job_manage"),
    Entry(_("Sistem instansi lain"), "client_list", "client_manage"),
    Entry(_("SATUSEHAT"), "satusehat_detail", "job_manage"),
    Entry(_("Webhook"), "webhook_list", "webhook_operate"),
)

# A menu longer than this shows these groups instead of their entries; a group of one is no group.
LONGEST = 7
GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Register"), ("licence_list", "practitioner_list", "facility_list", "import_list", "export_list")),
    (
        _("Pengawasan"),
        (
            "visit_list", "risk_list", "tugas_list", "finding_list", "sanction_list", "post_check_list", "plan_list",
            "guidance_list", "inspector_list", "proposal_list", "inspection_report", "campaign_list",
        ),
    ),
    (_("Suara warga"), ("complaint_list", "integrity_list", "survey_list")),
    (
        _("Angka"),
        (
            "coverage_detail", "promise_report", "spm_report", "ilp_dashboard", "spm_entry_list", "ilp_entry_list",
            "ilp_register_list", "network_list", "commitment_list", "pickup_figures",
        ),
    ),
    (_("Jemput"), ("pickup_board", "household_list", "compensation_list", "home_finding_list", "duty_roster")),
    (
        _("Pengaturan"),
        (
            "calendar_detail", "calendar_review", "rule_list", "rule_review", "checklist_list",
            "checklist_review", "deemed_list", "deemed_review", "official_list", "official_review", "staff_list",
            "job_list", "client_list", "satusehat_detail", "webhook_list",
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """One line of a drawn menu."""

    label: Promise
    url: str
    url_name: str


def home_url(role: str) -> str:
    """Address of the home of `role`."""
    names = HOMES.get(Role(role), ()) if role in Role.values else ()
    return next((url for name in (*names, OWN_HOME) if (url := url_of(name))), "/")


def menu(viewer: Viewer, role: str) -> list[Link]:
    """What `viewer` may open, the home of `role` first; a page that is the home stands under its own name."""
    links: dict[str, Link] = {}
    for entry in MENU:
        url = url_of(entry.url_name)
        if url and _is_for(entry, viewer):
            links.setdefault(str(entry.label), Link(entry.label, url, entry.url_name))
    home = home_url(role)
    own = [link for link in links.values() if link.url == home] or [Link(_("Beranda"), home, OWN_HOME)]
    return [*own, *(link for link in links.values() if link.url != home)]


@dataclass(frozen=True)
class Group:
    """Several lines of a menu under one word."""

    label: Promise
    links: tuple[Link, ...]


def grouped(links: list[Link]) -> list[Link | Group]:
    """Gather the lines of a long menu under a few words, in its order; the first line, the home, stands alone."""
    if len(links) <= LONGEST:
        return list(links)
    found: list[Link | Group] = [links[0]]
    rest = links[1:]
    for link in rest:
        names = next(((label, names) for label, names in GROUPS if link.url_name in names), None)
        together = tuple(each for each in rest if names and each.url_name in names[1])
        if names is None or len(together) == 1:
            found.append(link)
        elif together[0] is link:
            found.append(Group(names[0], together))
    return found


def _is_for(entry: Entry, viewer: Viewer) -> bool:
    if entry.for_whom == PUBLIC:
        return not viewer.is_staff
    if entry.for_whom == OWN:
        # Who keeps a facility's staff has a long menu; the own pages stand under the role of applicant.
        return not viewer.is_staff and not any(scope.cell.scope == "F" for scope in viewer.scopes("roster_edit"))
    if entry.for_whom in _CELLS:
        action, cells = _CELLS[entry.for_whom]
        return any(scope.cell.scope in cells for scope in viewer.scopes(action))
    if entry.for_whom == QUEUE:
        return viewer.is_staff and viewer.may("application_read")
    return viewer.is_staff and viewer.may(entry.for_whom)


def url_of(name: str) -> str:
    """Address of a page without arguments; empty while no app defines it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
