"""The period, place and programme a page is about, from its address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from accounts.rules import viewer_of
from core.web import DomainErrorMixin
from spm.domain.reading import View, usual_programme, usual_region, view_of
from spm.domain.reports import Reading
from spm.enums import Programme

FIRST_YEAR = 2017
PROGRAMMES = {"kota": Programme.SPM_CITY, "provinsi": Programme.SPM_PROVINCE}
# Months of a Puskesmas's ILP are checked and locked by the same pages; their figures stand elsewhere.
LOCKABLE = {**PROGRAMMES, "ilp": Programme.ILP}
WORDS = {programme: word for word, programme in LOCKABLE.items()}
YEAR_END = 12


@dataclass(frozen=True)
class Asked:
    """What the address says; `query` writes it again."""

    programme: str
    region: str
    year: int
    until: int
    unit: str = ""

    @property
    def query(self) -> str:
        """The address's own parameters."""
        given = {
            "program": WORDS[Programme(self.programme)],
            "wilayah": self.region,
            "tahun": self.year,
            "sampai": self.until,
        }
        return urlencode({**given, **({"unit": self.unit} if self.unit else {})})

    @property
    def home(self) -> str:
        """The page the verbs of a report come back to: the report, or the sheet of an ILP month."""
        if self.programme == Programme.ILP:
            return f"{reverse('ilp_entry', args=[self.unit])}?{urlencode({'bulan': f'{self.year}-{self.until:02d}'})}"
        return self.url("spm_report")

    def url(self, name: str, *args: Any, **changed: Any) -> str:
        """The address of another page about the same period."""
        return f"{reverse(name, args=args)}?{replace(self, **changed).query}"


def asked_of(request: HttpRequest, programmes: Mapping[str, Programme] = PROGRAMMES) -> Asked:
    """Read the address; 404 for what is no programme, year or month."""
    viewer, given = viewer_of(request.user), request.GET
    word = given.get("program", "")
    if word and word not in programmes:
        raise Http404
    programme = programmes[word] if word else usual_programme(viewer)
    if programme == Programme.ILP and not given.get("unit"):
        raise Http404
    today = timezone.localdate()
    year = number(given.get("tahun", ""), usual=today.year, least=FIRST_YEAR, most=today.year + 1)
    until = number(given.get("sampai", ""), usual=YEAR_END, least=1, most=YEAR_END)
    region = given.get("wilayah", "") or usual_region(viewer, programme)
    return Asked(programme, region[:13], year, until, given.get("unit", "")[:24])


def number(text: str, *, usual: int, least: int, most: int) -> int:
    """A whole number of the address within bounds, or 404."""
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= most:
        raise Http404
    return int(text)


def month_of(text: str, *, today: date) -> date:
    """The first day of "2026-01"; empty is this month; 404 for what is none or lies ahead."""
    if not text:
        return today.replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
    if month > today or month.year < FIRST_YEAR:
        raise Http404
    return month


class PeriodMixin(DomainErrorMixin):
    """Gives `asked` and `view` of the request."""

    request: HttpRequest
    policy = "dashboard_read"
    programmes: ClassVar[Mapping[str, Programme]] = PROGRAMMES

    @cached_property
    def asked(self) -> Asked:
        """What the address is about."""
        return asked_of(self.request, self.programmes)

    @property
    def user(self) -> User:
        """Who is signed in; a policy without a public cell let nobody else in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @cached_property
    def view(self) -> View:
        """The report as this person may see it; 404 outside."""
        asked = self.asked
        return view_of(
            self.request.user,
            programme=asked.programme,
            region_code=asked.region,
            year=asked.year,
            until=asked.until,
            unit=asked.unit,
            at=timezone.now(),
        )

    @property
    def reading(self) -> Reading:
        """Its figures; 404 where nothing is published."""
        if self.view.reading is None:
            raise Http404
        return self.view.reading
