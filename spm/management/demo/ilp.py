"""Twelve months of ILP figures for the demo city's Puskesmas and visits for their networks; the same in every run."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from itertools import product

from accounts.models import User
from core import audit
from core.imports import Draft, bulk
from facilities.models import Facility
from spm.domain.ilp_sheets import Key, sections, typed
from spm.domain.places import PUSKESMAS, UNIT_KINDS, area_of
from spm.enums import LifeStage, OverTime, Programme, Source
from spm.models import Indicator, Value

SEED = 20_260_101
CITY = "16.74."
MONTHS = 12
# People a Puskesmas counts in a month (or, where a target of the year is meant, in a year), by section.
PEOPLE = {
    LifeStage.SERVICE: 1900, LifeStage.MOTHER: 340, LifeStage.NEWBORN: 310, LifeStage.INFANT: 300,
    LifeStage.UNDER_FIVE: 1450, LifeStage.SCHOOL_AGE: 2600, LifeStage.ADULT: 900, LifeStage.ADULT_AND_OLDER: 700,
    LifeStage.OLDER: 1500, LifeStage.INFECTIOUS: 1200,
}  # fmt: skip
# Thousandths of those people: chains first, each link no longer than the one before it.
SHARES = {
    "U-A-KUNJUNGAN": 1000, "U-B-POSYANDU": 260, "U-B-RUMAH": 90,
    "BUMIL-C-K1": 970, "BUMIL-C-K2": 950, "BUMIL-C-K3": 930, "BUMIL-C-K4": 900, "BUMIL-C-K5": 860, "BUMIL-C-K6": 820,
    "BUMIL-C-ANC": 70, "BUMIL-C-TT": 75, "D2-SALIN-FASYANKES": 68, "D2-KF-LENGKAP": 62, "D2-KN-LENGKAP": 60,
    "NEO-C-KN1": 960, "NEO-C-KN2": 940, "NEO-C-KN3": 910, "D2-IDL": 900, "D2-IBL": 830,
    "D2-S": 1000, "D2-D": 790, "D2-T": 120, "D2-GIZI-KURANG": 52, "D2-STUNTING": 95,
    "D2-KUNJ-REMAJA": 45, "D2-REMATRI-TTD": 210,
    "D4-TB-SKRINING": 400, "D4-TB-TERDUGA": 95, "D4-TB-PASIEN": 18, "D4-TB-DIOBATI": 17, "D4-IK-INDEKS": 12,
    "D4-IK-JUMLAH": 11, "D4-KONTAK-TPT": 20, "D4-KONTAK-OAT": 2, "D4-KONTAK-TIDAK": 14,
    "K3-A1-SKRINING": 620, "K3-A1-TATALAKSANA": 190, "K3-A1-RUJUKAN": 40, "K3-A1-EDUKASI": 520,
    "LANSIA-M-MANDIRI": 70, "DEWASA-M-CATIN": 24, "K3-C4-FORMAL": 6, "K3-C4-INFORMAL": 9,
}  # fmt: skip
CONTACTS = "D4-KONTAK-SERUMAH"
CONTACT_PARTS = ("D4-KONTAK-TPT", "D4-KONTAK-OAT", "D4-KONTAK-TIDAK")
COVERAGE, CASES, WORK = (700, 960), (3, 14), (20, 90)
# One in so many of the first group lives with a disability.
DISABLED_IN = 40
NETWORK_PART = 60
MOST_AGES = 2
# How many of a hundred thousand people are of an age; figures are divided over the two largest that apply.
AGES = {
    "0-28h": 60, "1-11b": 300, "1-4": 820, "5-9": 760, "10-18": 240, "19-59": 3000, "60+": 1000, "": 1000,
}  # fmt: skip
SEXES = {"L": 48, "P": 52, "": 100}


def load(by: User, *, at: datetime) -> int:
    """Write the figures; returns how many cells came in. A second run writes nothing."""
    if Value.objects.filter(indicator__programme=Programme.ILP, indicator__computed_from="").exists():
        return 0
    drafts = list(_Year(by, at).drafts())
    bulk.insert(drafts)
    payload = {"programme": "ilp", "cells": len(drafts), "source": str(Source.IMPORTED)}
    audit.record(action="indicator.record", by=by, payload=payload, at=at)
    return len(drafts)


class _Year:
    """The twelve months before the present one."""

    def __init__(self, by: User, at: datetime) -> None:
        last = at.year * MONTHS + at.month - 1
        months = [date((last - n) // MONTHS, (last - n) % MONTHS + 1, 1) for n in range(MONTHS, 0, -1)]
        self.indicators = {
            month: [each for rows in sections(month).values() for each in typed(rows)] for month in months
        }
        self.same = {"version": 1, "recorded_at": at, "source": Source.IMPORTED.value, "author_id": by.pk}
        self.dice = random.Random(SEED)  # noqa: S311  # the same invented figures each time

    def drafts(self) -> Iterator[Draft]:
        """Cells of every unit: all sections of a Puskesmas, of its network the visits alone."""
        units = Facility.objects.filter(kind__in=UNIT_KINDS, region__code__startswith=CITY).order_by("code")
        for facility in units:
            for month, indicators in self.indicators.items():
                place = {
                    "region_id": facility.region_id,
                    "facility_id": facility.pk,
                    "area": area_of(facility.region_id),
                    "month": month,
                }
                for values in self._month(indicators, whole=facility.kind == PUSKESMAS):
                    yield Draft(Value, {**self.same, **place, **values})

    def _month(self, indicators: list[Indicator], *, whole: bool) -> Iterator[dict[str, object]]:
        contacts: dict[Key, int] = {}
        for indicator in indicators:
            if indicator.code == CONTACTS or not (whole or indicator.life_stage == LifeStage.SERVICE):
                continue
            served, due = _counts(indicator, self.dice, part=1000 if whole else NETWORK_PART)
            for key, n, d in _cells(indicator, served, due):
                yield _values(indicator, key, n, d)
                if indicator.code in CONTACT_PARTS:
                    contacts[key] = contacts.get(key, 0) + n
        for indicator in (each for each in indicators if each.code == CONTACTS):
            yield from (_values(indicator, key, n, None) for key, n in contacts.items())


def _counts(indicator: Indicator, dice: random.Random, *, part: int) -> tuple[int, int | None]:
    """Served and due of a month: of a yearly target a twelfth each month, of a month's people their share."""
    low, high = {"cakupan": COVERAGE, "morbiditas": CASES}.get(indicator.group, WORK)
    if indicator.is_share and indicator.group == "morbiditas":
        low, high = 30, 180
    share = SHARES.get(indicator.code) or dice.randint(low, high)
    people = PEOPLE[LifeStage(indicator.life_stage)] * part // 1000
    people = people * dice.randint(940, 1060) // 1000 if indicator.code not in SHARES else people
    if not indicator.is_share:
        return people * share // 1000 * dice.randint(96, 100) // 100, None
    yearly = indicator.denominator_over_time == OverTime.LAST
    monthly = yearly and indicator.numerator_over_time == OverTime.SUM
    due = people if yearly else max(1, people // MONTHS)
    return due * share * dice.randint(96, 100) // 100_000 // (MONTHS if monthly else 1), due


def _cells(indicator: Indicator, served: int, due: int | None) -> Iterator[tuple[Key, int, int | None]]:
    """Divide a figure by sex, age and disability; no cell serves more than due."""
    ages = sorted(indicator.age_groups or [""], key=lambda age: -AGES[age])[:MOST_AGES]
    able = "tidak" if indicator.by_disability else ""
    keys = [(sex, age, able) for sex, age in product(indicator.sexes or [""], ages)]
    weights = [SEXES[sex] * AGES[age] for sex, age, _able in keys]
    if indicator.by_disability:
        keys.append((keys[0][0], keys[0][1], "ya"))
        weights.append(weights[0] // DISABLED_IN)
    if due is None:
        yield from ((key, n, None) for key, n in zip(keys, _split(served, weights), strict=True) if n)
        return
    for key, n, d in zip(keys, *_served_of(served, _split(due, weights)), strict=True):
        if d:
            yield key, n, d


def _split(total: int, weights: list[int]) -> list[int]:
    """Whole numbers in proportion that add up to `total`; what is left over goes to the first."""
    parts = [total * weight // sum(weights) for weight in weights]
    return [parts[0] + total - sum(parts), *parts[1:]]


def _served_of(served: int, due: list[int]) -> tuple[list[int], list[int]]:
    """Divide `served` over the cells of `due`, none above its own."""
    parts = [each * served // sum(due) for each in due]
    for place, each in enumerate(due):
        more = min(each - parts[place], served - sum(parts))
        parts[place] += more
    return parts, due


def _values(indicator: Indicator, key: Key, n: int, d: int | None) -> dict[str, object]:
    sex, age, disability = key
    return {
        "indicator_id": indicator.pk,
        "sex": sex,
        "age_group": age,
        "disability": disability,
        "numerator": n,
        "denominator": d,
    }
