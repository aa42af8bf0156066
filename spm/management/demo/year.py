"""Last year and this year so far: each Puskesmas's months, stocks, causes and plans, and the province's events."""

from datetime import date, datetime

from accounts.models import Region, User
from facilities.models import Facility
from spm.domain.entry import sheet_indicators
from spm.domain.events import CrisisInput, OutbreakInput, PlaceInput, save_crisis, save_outbreak
from spm.domain.places import PUSKESMAS, Place, place_of
from spm.domain.recording import Author, CellInput, FigureInput, record
from spm.domain.sheets import save_follow_up, save_supplies, standards_of
from spm.enums import CrisisStage, Programme, Source
from spm.models import Indicator, Value

CITY, PROVINCE = "16.74", "16"
MONTHS = 12
# Yearly target of a Puskesmas by service, and the part of it served over a year, in thousandths.
TARGETS = {
    "KK-01": (376, 948), "KK-02": (359, 960), "KK-03": (342, 993), "KK-04": (1766, 935), "KK-05": (3184, 974),
    "KK-06": (13317, 819), "KK-07": (1922, 880), "KK-08": (3235, 738), "KK-09": (440, 1034), "KK-10": (35, 947),
    "KK-11": (360, 922), "KK-12": (390, 962),
}  # fmt: skip
REASON = "Pasien yang tinggal di luar wilayah kerja ikut dilayani"
NEIGHBOURS = (("16.03", "Kabupaten Muara Enim"), ("16.71", "Kota Palembang"))


def load(people: dict[str, User], *, at: datetime) -> int:
    """Write the figures; returns how many cells came in. A second run writes nothing."""
    if Value.objects.filter(indicator__programme=Programme.SPM_CITY).exists():
        return 0
    places = list(Facility.objects.filter(kind=PUSKESMAS, region__code__startswith=f"{CITY}.").order_by("code"))
    months = [date(at.year - 1, n, 1) for n in range(1, MONTHS + 1)]
    months += [date(at.year, n, 1) for n in range(1, at.month)]
    figures = [
        figure
        for number, facility in enumerate(places)
        for month in months
        for figure in _month(facility, number, month)
    ]
    written = record(figures, by=Author(user=people["pencatat"]), source=Source.ENTERED, at=at) if figures else []
    _sheets(places, people["program"], at)
    _events(people["programprov"], at)
    return len(written)


def _month(facility: Facility, number: int, month: date) -> list[FigureInput]:
    found = []
    for indicator in sheet_indicators(month):
        if indicator.code not in TARGETS:
            continue
        target, thousandths = TARGETS[indicator.code]
        due = target + 7 * number
        so_far, before = (due * thousandths * n // (1000 * MONTHS) for n in (month.month, month.month - 1))
        reason = REASON if thousandths > 1000 else ""  # noqa: PLR2004  # more than the whole
        cell = CellInput(so_far - before, due, reason=reason)
        found.append(FigureInput(indicator, place_of(facility), month, (cell,)))
    return found


def _sheets(places: list[Facility], by: User, at: datetime) -> None:
    codes = list(TARGETS)
    standards = standards_of(codes)
    for year in (at.year - 1, at.year):
        for number, facility in enumerate(places):
            amounts = {row.pk: (20 + row.position, 18 + (row.position + number) % 4) for row in standards}
            save_supplies(place_of(facility), year, amounts, by=by, at=at)
    # Two of last year's plans are still to be written, so that the lock page has something to say.
    short = [code for code, (_due, thousandths) in TARGETS.items() if thousandths < 1000][2:]  # noqa: PLR2004  # as above
    for indicator in Indicator.objects.filter(programme=Programme.SPM_CITY, code__in=short, is_enabled=True):
        save_follow_up(
            Place(CITY),
            at.year - 1,
            indicator,
            cause="Sebagian sasaran belum terjangkau kunjungan rumah",
            plan="Kunjungan rumah terjadwal tiap bulan dan pelayanan di Posyandu",
            by=by,
            at=at,
        )


def _events(by: User, at: datetime) -> None:
    """The figures of the worked examples, in the demo province, last year."""
    region = Region.objects.get(pk=PROVINCE)
    for code, name in NEIGHBOURS:
        Region.objects.get_or_create(code=code, defaults={"parent": region, "level": "kota", "name": name})
    first, second = (Region.objects.get(pk=code) for code, _name in NEIGHBOURS)
    year = at.year - 1
    for stage, name, day, place, due, served in (
        (CrisisStage.PRE_CRISIS, "Edukasi pengurangan risiko", date(year, 3, 5), None, 165, 150),
        (CrisisStage.EMERGENCY, "Banjir", date(year, 9, 10), first, 5108, 5105),
        (CrisisStage.EMERGENCY, "Tanah longsor", date(year, 12, 4), first, 5450, 5440),
    ):
        given = CrisisInput(stage=stage, name=name, starts_on=day, place=place, due=due, served=served)
        save_crisis(given, region=region, by=by, at=at)
    for disease, day, cases, contacts, struck in (
        ("Campak", date(year, 1, 9), 40, 375, (PlaceInput(first, 15, 137, declared=True),
                                               PlaceInput(second, 25, 273, declared=True))),
        ("Demam berdarah dengue", date(year, 9, 4), 430, 5000, (PlaceInput(first, 153, 1350, declared=True),
                                                                PlaceInput(second, 277, 3650))),
    ):  # fmt: skip
        outbreak = OutbreakInput(
            disease=disease, starts_on=day, cases_served=cases, contacts_served=contacts, places=struck
        )
        save_outbreak(outbreak, region=region, by=by, at=at)
