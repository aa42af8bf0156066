"""The staff list of a facility: a sentence, chips, filters, and one line a person (UX 7.10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView

from core import formats
from core.components import ActiveFilter, Chip, Filters
from facilities.models import Facility
from licensing.domain.rosters import roster
from licensing.domain.rosters.roster import Entry, Figures, Roster
from licensing.domain.rosters.standing import WINDOWS, Difference, SipState
from licensing.enums import State
from licensing.forms.roster import RosterFilter
from licensing.views.scope import PolicyMixin

PAGE_SIZE = 50
DEFAULT = "action"
EVERYBODY = "all"
# The head figure's list; its two parts have chips of their own.
MISSING = "missing"

CHIPS: tuple[tuple[str, Any, Any, Callable[[Entry], bool]], ...] = (
    (DEFAULT, gettext_lazy("Perlu tindakan"), "", lambda row: row.needs_action),
    (
        "none",
        gettext_lazy("Tanpa SIP"),
        "hot",
        lambda row: row.standing.is_missing and row.standing.state != SipState.EXPIRED,
    ),
    ("expired", gettext_lazy("Habis"), "hot", lambda row: row.standing.state == SipState.EXPIRED),
    ("30", gettext_lazy("≤ 30 hari"), "warm", lambda row: row.standing.ends_within(WINDOWS[0])),
    ("60", gettext_lazy("≤ 60 hari"), "", lambda row: row.standing.ends_within(WINDOWS[1])),
    ("90", gettext_lazy("≤ 90 hari"), "", lambda row: row.standing.ends_within(WINDOWS[2])),
    ("differs", gettext_lazy("Beda data"), "", lambda row: bool(row.differences)),
    (MISSING, gettext_lazy("Belum ber-SIP"), "", lambda row: row.standing.is_missing),
    ("held", gettext_lazy("Ber-SIP"), "", lambda row: row.standing.is_held),
    (EVERYBODY, gettext_lazy("Semua"), "", lambda row: True),  # noqa: ARG005  # one shape for every chip
)
STATES: dict[SipState, tuple[Any, str]] = {
    SipState.NOT_NEEDED: (gettext_lazy("Tidak wajib SIP"), "none"),
    SipState.IN_FORCE: (gettext_lazy("Berlaku"), "ok"),
    SipState.EXPIRED: (gettext_lazy("Habis masa berlaku"), "bad"),
    SipState.SUSPENDED: (gettext_lazy("Dibekukan"), "bad"),
    SipState.REVOKED: (gettext_lazy("Dicabut"), "bad"),
    SipState.SURRENDERED: (gettext_lazy("Dikembalikan"), "bad"),
    SipState.NONE: (gettext_lazy("Tanpa SIP"), "bad"),
}
DIFFERENCES: dict[Difference, Any] = {
    Difference.STR_MISSING: gettext_lazy("Nomor STR belum tercatat"),
    Difference.STR_ENDED: gettext_lazy("STR sudah berakhir"),
    Difference.SIP_OUTLIVES_STR: gettext_lazy("SIP berakhir sesudah STR"),
    Difference.HOURS_DIFFER: gettext_lazy("Jam praktik berbeda dengan SIP"),
    Difference.CORRECTION_OPEN: gettext_lazy("Perbaikan data sedang diperiksa"),
}


def heading(facilities: Sequence[Facility]) -> str:
    """Name the place, or the mother facility of a network."""
    if not facilities:
        return _("Tenaga di fasilitas Anda")
    inside = {row.pk for row in facilities}
    heads = [row for row in facilities if row.parent_id not in inside]
    if len(heads) > 1:
        return _("Tenaga di %(count)s fasilitas Anda") % {"count": formats.number(len(facilities))}
    name = heads[0].name
    if len(facilities) > 1:
        return _("Tenaga di %(name)s dan jaringannya") % {"name": name}
    return _("Tenaga di %(name)s") % {"name": name}


def sentence(figures: Figures) -> str:
    """`42 dari 45 tenaga ber-SIP (93,3 %).`, with a dash where nobody needs one."""
    return _("%(held)s dari %(needed)s tenaga ber-SIP (%(share)s).") % {
        "held": formats.number(figures.held),
        "needed": formats.number(figures.needed),
        "share": formats.percent(formats.share(figures.held, figures.needed)),
    }


def rest_of_sentence(figures: Figures) -> str:
    """`3 belum, 6 berakhir dalam 90 hari.`"""
    return _("%(missing)s belum, %(ending)s berakhir dalam 90 hari.") % {
        "missing": formats.number(figures.missing),
        "ending": formats.number(figures.ending),
    }


class RosterMixin(PolicyMixin):
    """The facilities whose staff the person keeps, and the roster of today."""

    policy = roster.POLICY

    def facilities(self) -> list[Facility]:
        """Facilities in scope; kept for the request."""
        found: list[Facility] | None = getattr(self, "_facilities", None)
        if found is None:
            found = list(roster.facilities_of(self.request.user))
            self._facilities = found
        return found

    @property
    def is_own(self) -> bool:
        """True for a facility's own people; an officer of the register keeps those of the region."""
        return roster.is_own(self.request.user)


class RosterView(RosterMixin, TemplateView):
    """What is chosen stands in the address, so a reload shows the same."""

    template_name = "licensing/roster/roster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facilities = self.facilities()
        chosen = _narrowed(facilities, self.request)
        if not self.is_own and not _is_narrowed(chosen, self.request):
            # An officer looks at one facility at a time: a city's whole staff is the workforce register.
            return super().get_context_data(facilities=facilities, choose=True, **kwargs)
        everybody = roster.read(chosen, on=timezone.localdate(), at=timezone.now())
        filter_form = RosterFilter(
            self.request.GET, facilities=facilities if self.is_own else (), professions=_professions(everybody)
        )
        rows = _matching(everybody.entries, filter_form.chosen)
        chip = _chip(self.request, rows)
        page = Paginator(_only(rows, chip), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            heading=heading(chosen),
            facilities=facilities,
            figures=everybody.figures,
            sentence=sentence(everybody.figures),
            rest=rest_of_sentence(everybody.figures),
            filters=_filters(self.request, filter_form, rows, chip),
            rows=[row_of(entry, several=len(facilities) > 1) for entry in page.object_list],
            several=len(chosen) > 1,
            page=page,
            caption=_caption(chip, page),
            total=len(everybody.entries),
            is_filtered=bool(filter_form.chosen) or chip not in (DEFAULT, EVERYBODY),
            chip=chip,
            files_for_staff=(files := roster.files_for_staff(self.request.user)),
            may_file=files and any(row.can_ask for row in page.object_list),
            **kwargs,
        )


def _narrowed(facilities: Sequence[Facility], request: HttpRequest) -> list[Facility]:
    wanted = request.GET.get("facility", "")
    return [row for row in facilities if row.public_id == wanted] or list(facilities)


def _is_narrowed(chosen: Sequence[Facility], request: HttpRequest) -> bool:
    return [row.public_id for row in chosen] == [request.GET.get("facility")]


def _professions(everybody: Roster) -> list[tuple[str, str]]:
    names = {
        row.placement.practitioner.profession_id: row.placement.practitioner.profession.name
        for row in everybody.entries
    }
    return sorted(names.items(), key=lambda pair: pair[1])


def _matching(entries: Sequence[Entry], chosen: dict[str, str]) -> list[Entry]:
    """Rows by profession and name; the facility narrowed the reading itself."""
    words = chosen.get("q", "").lower().split()
    profession = chosen.get("profession", "")
    return [
        row
        for row in entries
        if (not profession or row.placement.practitioner.profession_id == profession)
        and all(word in row.name.lower() for word in words)
    ]


def _chip(request: HttpRequest, rows: Sequence[Entry]) -> str:
    wanted = request.GET.get("show", "")
    if wanted in {name for name, *_rest in CHIPS}:
        return wanted
    return DEFAULT if any(row.needs_action for row in rows) else EVERYBODY


def _only(rows: Sequence[Entry], chip: str) -> list[Entry]:
    rule = next(rule for name, _label, _tone, rule in CHIPS if name == chip)
    return [row for row in rows if rule(row)]


def _filters(request: HttpRequest, form: RosterFilter, rows: Sequence[Entry], chip: str) -> Filters:
    query, path = request.GET.copy(), request.path
    query.pop("page", None)

    def address(**changes: str) -> str:
        changed = query.copy()
        for name, value in changes.items():
            if value:
                changed[name] = value
            else:
                changed.pop(name, None)
        return f"{path}?{changed.urlencode()}" if changed else path

    chips = [
        Chip(
            label,
            address(show=name),
            count=len(_only(rows, name)),
            current=name == chip,
            tone=tone if _only(rows, name) else "",
        )
        for name, label, tone, _rule in CHIPS
        if name != MISSING or chip == MISSING
    ]
    active = [
        ActiveFilter(f"{form.fields[name].label}: {_choice_label(form, name, value)}", address(**{name: ""}))
        for name, value in form.chosen.items()
    ]
    keep = {"show": request.GET["show"]} if request.GET.get("show") else {}
    return Filters(form=form, chips=chips, active=active, clear_url=path, keep=keep)


def _choice_label(form: RosterFilter, name: str, value: str) -> str:
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))


def _caption(chip: str, page: Page[Entry]) -> str:
    label = next(label for name, label, *_rest in CHIPS if name == chip)
    if not page.paginator.count:
        return str(label)
    return _("%(label)s, %(first)s–%(last)s dari %(count)s") % {
        "label": label,
        "first": page.start_index(),
        "last": page.end_index(),
        "count": formats.number(page.paginator.count),
    }


@dataclass(frozen=True)
class ShownRow:
    """One line as the table draws it."""

    entry: Entry
    name: str
    profession: str
    facility: str
    str_until: str
    sip_until: str
    label: str
    tone: str
    notes: Sequence[str]
    place: str
    filing: str
    filing_url: str
    can_choose: bool


def row_of(entry: Entry, *, several: bool) -> ShownRow:
    """Put one entry into words."""
    placement, at = entry.placement, entry.standing
    practitioner = placement.practitioner
    label, tone = state_words(entry)
    filing, url = filing_words(entry)
    return ShownRow(
        entry=entry,
        name=entry.name,
        profession=practitioner.profession.name,
        facility=placement.facility.name if several else "",
        str_until=_str_words(practitioner),
        sip_until=formats.plain_date(at.sip.ends_on)
        if at.sip and at.sip.ends_on
        else (_("Tanpa batas") if at.is_held else "–"),
        label=label,
        tone=tone,
        notes=[str(DIFFERENCES[each]) for each in entry.differences],
        place=place_words(entry),
        filing=filing,
        filing_url=url,
        can_choose=entry.can_ask,
    )


def _str_words(practitioner: Any) -> str:
    if not practitioner.str_number:
        return "–"
    if practitioner.str_lifetime or practitioner.str_valid_until is None:
        return _("Seumur hidup")
    return formats.plain_date(practitioner.str_valid_until)


def state_words(entry: Entry) -> tuple[str, str]:
    """The tag: word and tone."""
    at = entry.standing
    if at.state == SipState.ENDING and at.days_left is not None:
        return _("Berakhir dalam %(days)s hari") % {"days": at.days_left}, "fix" if at.days_left <= WINDOWS[
            1
        ] else "wait"
    label, tone = STATES[at.state]
    return str(label), tone


def place_words(entry: Entry) -> str:
    """`Tempat 1 di sini`, `Tempat 2 dari 3`; never where the others are."""
    sip = entry.standing.sip
    slot = sip.slot if sip and entry.standing.is_held else entry.place_count + 1
    if entry.place_count > 1 and entry.standing.is_held:
        return _("Tempat %(slot)s dari %(count)s") % {"slot": slot, "count": entry.place_count}
    return _("Tempat %(slot)s di sini") % {"slot": slot}


def filing_words(entry: Entry) -> tuple[str, str]:
    """What is on its way for this person here, and where to look; or from when it may be filed."""
    if entry.filing is not None:
        page = "draft_detail" if entry.filing.state == State.DRAFT else "application_detail"
        words = _("Draf siap") if entry.filing.state == State.DRAFT else str(State(entry.filing.state).label)
        return words, reverse(page, args=[entry.filing.number])
    if entry.is_asked:
        return _("Menunggu persetujuan %(name)s") % {"name": entry.placement.practitioner.person.name}, ""
    if entry.can_ask:
        return _("Siap diajukan"), ""
    if entry.renewal_from is not None:
        return _("Dapat diajukan sejak %(date)s") % {"date": formats.plain_date(entry.renewal_from)}, ""
    return "", ""
