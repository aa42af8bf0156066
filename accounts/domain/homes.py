"""The home page of each role, and the menu of each role, by URL names other apps define."""

from collections.abc import Iterator
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
    Role.AUDITOR: ("auditor_home",),
    Role.ADMIN: ("admin_home",),
}


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; shown when its page exists and the matrix allows it."""

    label: Promise
    url_name: str
    policy: str


MENU: tuple[Entry, ...] = (
    Entry(_("Beranda"), "home", "session"),
    Entry(_("Permohonan saya"), "applicant_home", "own"),
    Entry(_("Antrean"), "application_list", "queue"),
    Entry(_("Izin"), "licence_list", "queue"),
    Entry(_("Kalender kerja"), "calendar_detail", "change_propose"),
    Entry(_("Kalender kerja"), "calendar_review", "change_confirm"),
    Entry(_("Pejabat"), "official_list", "change_propose"),
    Entry(_("Pejabat"), "official_review", "change_confirm"),
    Entry(_("Petugas"), "staff_list", "user_manage"),
    Entry(_("Jejak audit"), "audit_list", "audit_verify"),
    Entry(_("Pekerjaan"), "job_list", "job_manage"),
)


def home_url(role: str) -> str:
    """Address of the home of `role`."""
    names = HOMES.get(Role(role), ()) if role in Role.values else ()
    return next((url for name in (*names, OWN_HOME) if (url := url_of(name))), "/")


def menu(viewer: Viewer) -> Iterator[tuple[Promise, str, str]]:
    """Label, address and URL name of each entry `viewer` may use, each page once."""
    seen: set[str] = set()
    for entry in MENU:
        if entry.url_name in seen or not _is_for(entry, viewer):
            continue
        url = url_of(entry.url_name)
        if url:
            seen.add(entry.url_name)
            yield entry.label, url, entry.url_name


def _is_for(entry: Entry, viewer: Viewer) -> bool:
    if entry.policy == "session":
        return True
    if entry.policy == "own":
        return not viewer.is_staff
    if entry.policy == "queue":
        return viewer.is_staff and viewer.may("application_read")
    # Rows of the matrix that facilities and professions hold for their own people have pages of their own.
    return viewer.is_staff and viewer.may(entry.policy)


def url_of(name: str) -> str:
    """Address of a page without arguments; empty while no app defines it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
