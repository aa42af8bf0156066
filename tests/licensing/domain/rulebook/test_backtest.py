"""A draft rule over the facts of one past file: plain values in, outcome out."""

from dataclasses import replace
from fractions import Fraction

import pytest

from licensing.domain.rulebook.backtest import (
    Outcome,
    PastCase,
    Reason,
    Rule,
    summary_of,
    under_allowance,
    under_place_limit,
    under_requirements,
)
from licensing.enums import ApplicationKind, LegalEra

STR = Rule("STR", "STR", "document", mandatory=True, applies_to="both", legal_era="both")
PHOTO = replace(STR, code="FOTO", label="Pas foto")
OATH = replace(STR, code="JANJI", label="Pernyataan", kind="statement")
VISIT = replace(STR, code="PERIKSA", label="Pemeriksaan", kind="inspection")
FILE = PastCase(
    number="2026-01-AAAAAA",
    type_code="SIPP-PERAWAT",
    kind=ApplicationKind.NEW,
    era=LegalEra.NEW,
    uploaded=frozenset({"STR"}),
    rules=(STR,),
)


def test_new_document_fails_and_counts_as_added():
    outcome = under_requirements(FILE, [STR, PHOTO, VISIT])

    assert outcome.reasons == (Reason("missing_document", "FOTO", "Pas foto"),)
    assert (outcome.fails, outcome.added_documents) == (True, 1)


def test_document_sent_without_being_asked_does_not_fail():
    outcome = under_requirements(replace(FILE, uploaded=frozenset({"STR", "FOTO"})), [STR, PHOTO])

    assert (outcome.fails, outcome.added_documents) == (False, 1)


def test_what_was_missing_before_is_no_new_failure():
    assert not under_requirements(replace(FILE, uploaded=frozenset()), [STR]).fails


def test_row_of_another_kind_or_era_says_nothing():
    draft = [STR, replace(PHOTO, applies_to="renewal"), replace(OATH, legal_era=LegalEra.OLD)]

    assert not under_requirements(FILE, draft).fails


def test_statement_not_made_fails():
    assert under_requirements(FILE, [STR, OATH]).reasons == (Reason("missing_statement", "JANJI", "Pernyataan"),)


def test_less_asked_is_a_negative_count():
    assert under_requirements(FILE, []).added_documents == -1


@pytest.mark.parametrize(
    ("used", "days", "after"), [("1", "1", True), ("1.01", "1", False), ("0.5", "0.5", True), ("0.6", "0.5", False)]
)
def test_last_moment_of_the_allowance_is_on_time(used, days, after):
    case = replace(FILE, used_days=Fraction(used), allowed_days=Fraction(2))

    outcome = under_allowance(case, Fraction(days))

    assert (outcome.on_time_before, outcome.on_time_after, outcome.fails) == (True, after, not after)


def test_extension_is_kept_on_top():
    case = replace(FILE, used_days=Fraction(2), allowed_days=Fraction(2), granted=Fraction(1))

    assert under_allowance(case, Fraction(1)).on_time_after


def test_late_before_and_after_is_no_new_failure():
    case = replace(FILE, used_days=Fraction(3), allowed_days=Fraction(1))

    assert not under_allowance(case, Fraction(2)).fails


@pytest.mark.parametrize(("places", "limit", "fails"), [(1, 2, False), (2, 2, True), (3, 2, False)])
def test_place_limit_fails_what_its_own_limit_allowed(places, limit, fails):
    case = replace(FILE, places=places, place_limit=3)

    assert under_place_limit(case, limit).fails is fails


def test_renewal_needs_no_free_place():
    assert not under_place_limit(replace(FILE, kind=ApplicationKind.RENEWAL, places=3, place_limit=3), 1).fails


def test_added_documents_are_counted_per_applicant():
    rows = [
        Outcome("1", "T", "sari", added_documents=1),
        Outcome("2", "T", "sari", added_documents=1),
        Outcome("3", "T", "", (Reason("late"),), 1, on_time_before=True, on_time_after=False),
    ]

    summary = summary_of(rows)

    assert (summary.files, summary.failing, summary.applicants) == (3, 1, 2)
    assert summary.added_per_applicant == Fraction(3, 2)
    assert (summary.compared, summary.on_time_before, summary.on_time_after) == (1, 1, 0)


def test_run_without_files_has_no_mean():
    assert summary_of([]).added_per_applicant is None
