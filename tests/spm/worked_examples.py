"""Worked examples A and B (seed 001) entered as a person would, in the province 52."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.enums import OfficeKind, Role
from accounts.models import Office, Region, User
from spm.domain.events import CrisisInput, OutbreakInput, PlaceInput, save_crisis, save_outbreak
from tests.factories.accounts import MembershipFactory, OfficeFactory, RegionFactory, UserFactory

PROVINCE = "52"
# Every number of the papers as an Indonesian reads it, but the exact ones.
EXAMPLE_A = (
    "150",
    "165",
    "90,9 %",
    "5.105",
    "5.108",
    "99,9 %",
    "5.440",
    "5.450",
    "99,8 %",
    "10.545",
    "10.558",
    "95,4 %",
    "10.695",
    "10.723",
    "99,7 %",
)
EXAMPLE_B = (
    "15",
    "137",
    "152",
    "25",
    "273",
    "298",
    "40",
    "410",
    "450",
    "375",
    "415",
    "92,2 %",
    "153",
    "1.350",
    "1.503",
    "277",
    "3.650",
    "3.927",
    "430",
    "5.000",
    "5.430",
    "100,0 %",
    "470",
    "5.410",
    "5.880",
    "5.375",
    "5.845",
    "99,4 %",
)
AT = datetime(2019, 1, 15, 2, tzinfo=UTC)


def province() -> Region:
    """The province with three places: regency A, city B, regency E and regency M."""
    region: Region = RegionFactory(code=PROVINCE, name="Provinsi X")
    for code, name in (
        ("52.01", "Kabupaten A"),
        ("52.71", "Kota B"),
        ("52.05", "Kabupaten E"),
        ("52.13", "Kabupaten M"),
    ):
        RegionFactory(code=code, name=name)
    return region


def office(region: Region) -> Office:
    """The province's health office."""
    found: Office = OfficeFactory(
        code=f"DINKES-{region.pk}", kind=OfficeKind.PROVINCE, region=region, name="Dinas Kesehatan Provinsi X"
    )
    return found


def person(role: Role, region: Region) -> User:
    """Somebody of the province's office."""
    user: User = UserFactory()
    MembershipFactory(user=user, role=role, office=office(region), region=None)
    return user


def enter_crisis(region: Region, by: User, *, at: datetime = AT) -> list[Any]:
    """Example A, with the landslide as its formula uses it: 5,440 of 5,450."""
    rows = (
        ("pre_crisis", "Sosialisasi pengurangan risiko", date(2018, 3, 5), None, 165, 150),
        ("emergency", "Banjir", date(2018, 9, 10), "52.01", 5108, 5105),
        ("emergency", "Longsor", date(2018, 12, 4), "52.13", 5450, 5440),
    )
    return [
        save_crisis(
            CrisisInput(
                stage=stage,
                name=name,
                starts_on=day,
                place=Region.objects.get(pk=place) if place else None,
                due=due,
                served=served,
            ),
            region=region,
            by=by,
            at=at,
        )
        for stage, name, day, place, due, served in rows
    ]


def enter_outbreaks(region: Region, by: User, *, at: datetime = AT) -> list[Any]:
    """Example B: measles in A and B, dengue in A and in E, which had not declared it."""

    def place(code: str, infected: int, at_risk: int, *, declared: bool = True) -> PlaceInput:
        return PlaceInput(Region.objects.get(pk=code), infected, at_risk, declared)

    measles = OutbreakInput(
        disease="Campak",
        starts_on=date(2017, 1, 9),
        cases_served=40,
        contacts_served=375,
        places=(place("52.01", 15, 137), place("52.71", 25, 273)),
    )
    dengue = OutbreakInput(
        disease="DBD",
        starts_on=date(2017, 9, 4),
        cases_served=430,
        contacts_served=5000,
        places=(place("52.01", 153, 1350), place("52.05", 277, 3650, declared=False)),
    )
    return [save_outbreak(each, region=region, by=by, at=at) for each in (measles, dengue)]
