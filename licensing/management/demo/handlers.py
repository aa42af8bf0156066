"""Food handlers with a training certificate: people of the register who belong to no profession."""

from datetime import date, timedelta
from random import Random

from core.workdays import WorkCalendar
from licensing.domain.licences.issuing import years_later
from licensing.enums import LicenceState
from licensing.management.demo import names
from licensing.management.demo.lines import LicenceLine, PersonLine, Sheets, StatusLine
from workforce.enums import Sex

# Eleven months: long enough for the year's figures, wherever in the year the demo is loaded.
REACH = timedelta(days=325)
DAY = timedelta(days=1)
TYPE_CODE = "SERT-PENJAMAH-PANGAN"
SEED = 1676
HOW_MANY = 520
YEARS = 3
FIRST_NUMBER = 5_000
KITCHENS = frozenset({"jasa_boga", "rumah_makan", "dam", "irtp", "hotel"})
WOMEN_SHARE = 0.6


def working_days(calendar: WorkCalendar, *, today: date) -> list[date]:
    """Return the working days of the months looked at, the last of them yesterday at the latest."""
    days = [today - DAY * back for back in range(1, REACH.days)]
    return [day for day in days if calendar.is_working(day)]


def add_handlers(sheets: Sheets, days: list[date]) -> None:
    """Add handlers with certificates issued on `days` (working days of the last months)."""
    chance = Random(SEED)  # noqa: S311  # invented people
    kitchens = [line.code for line in sheets.places if line.kind in KITCHENS]
    for index in range(HOW_MANY):
        person = _person(FIRST_NUMBER + index, chance)
        start = chance.choice(days)
        sheets.people.append(person)
        sheets.licences.append(
            LicenceLine(
                type_code=TYPE_CODE,
                starts_on=start,
                ends_on=years_later(start, YEARS),
                statuses=(StatusLine(LicenceState.ACTIVE, start, None),),
                person=person.key,
                place=chance.choice(kitchens),
            )
        )


def _person(number: int, chance: Random) -> PersonLine:
    woman = chance.random() < WOMEN_SHARE
    born = date(1968, 1, 1) + timedelta(days=chance.randint(0, 365 * 36))
    day = born.day + (40 if woman else 0)
    return PersonLine(
        key=f"H{number:05d}",
        nik=f"99{number:04d}{day:02d}{born:%m%y}0000",
        name=names.person_name(chance, woman=woman),
        degrees="",
        birth_date=born,
        birth_place=chance.choice(names.TOWNS),
        sex=Sex.FEMALE if woman else Sex.MALE,
    )
