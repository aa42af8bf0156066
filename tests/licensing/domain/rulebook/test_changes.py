"""Rules change by two people, from a future day, and are tried on past files without touching them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from accounts.enums import Role
from accounts.exceptions import AlreadyDecided, SecondPersonNeeded
from accounts.models import InboxMessage
from core import outbox
from core.exceptions import NotFound
from licensing.domain.clocks import allowance_for
from licensing.domain.licences.place_limits import place_limit
from licensing.domain.rulebook import backtesting, changes
from licensing.domain.rulebook.catalogue import set_in_force, type_in_force
from licensing.enums import ApplicationKind, BacktestState, ClockName, LegalEra, RuleChangeKind, RuleChangeState
from licensing.exceptions import RuleNotAhead, RuleUnclear
from licensing.models import BacktestRow, RequirementSet, RuleChange
from tests.factories.accounts import OfficeFactory, RegionFactory, officer
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory
from tests.licensing.past import past_file
from workforce.models import Profession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = datetime(2026, 2, 3, 3, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 13, 1, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)
NURSE = "SIPP-PERAWAT"
EXTRA = {
    "code": "SURAT-SEHAT", "label_id": "Surat sehat", "label_en": "Health certificate", "citation": "Perwako 1/2026",
    "citation_confidence": "medium", "kind": "document", "mandatory": True, "applies_to": "both",
    "legal_era": "both", "note": "",
}  # fmt: skip


def draft(kind: RuleChangeKind = RuleChangeKind.REQUIREMENTS, **fields: Any) -> changes.Draft:
    """A draft that adds one document to the nurses' requirements, unless said otherwise."""
    content = {"rows": [*changes.rows_of(changes.newest_set(NURSE)), EXTRA]}
    values = {"content": content, "type_code": NURSE, "valid_from": MARCH, "decree": "SK 1/2026", "reason": "Perwako"}
    return changes.Draft(kind=kind, **{**values, **fields})


def days(count: str, **fields: Any) -> changes.Draft:
    """A draft that changes the recommendation promise of nurses."""
    return draft(RuleChangeKind.ALLOWANCE, content={"days": count}, clock=ClockName.RECOMMENDATION, **fields)


def saved(what: changes.Draft | None = None, *, by: Any = None) -> RuleChange:
    return changes.save_draft(what or draft(), office=OfficeFactory(), by=by or officer(Role.LEGAL), at=NOW)


def proposed(what: changes.Draft | None = None) -> RuleChange:
    change = saved(what)
    return changes.propose(change.pk, by=change.proposed_by, at=NOW)


def test_confirmed_set_is_a_new_version_from_its_day_on():
    running = past_file(TUESDAY)
    before = set_in_force(NURSE, date(2026, 2, 28))

    changes.confirm(proposed().pk, by=officer(Role.HEALTH_HEAD), at=NOW)

    after = set_in_force(NURSE, MARCH)
    running.refresh_from_db()
    assert set_in_force(NURSE, date(2026, 2, 28)) == before == running.requirement_set
    assert (after.version, after.decree, after.valid_from) == (before.version + 1, "SK 1/2026", MARCH)
    assert after.requirements.count() == before.requirements.count() + 1


def test_second_person_is_told_and_the_first_may_not_confirm():
    legal, head = officer(Role.LEGAL), officer(Role.HEALTH_HEAD)
    change = saved(by=legal)
    changes.propose(change.pk, by=legal, at=NOW)

    told = InboxMessage.objects.filter(template_id="CHANGE_WAITING").values_list("user_id", flat=True)
    assert list(told) == [head.pk]
    with pytest.raises(SecondPersonNeeded):
        changes.confirm(change.pk, by=legal, at=NOW)


def test_rule_begins_on_a_day_to_come():
    change = saved(draft(valid_from=date(2026, 2, 3)))

    with pytest.raises(RuleNotAhead):
        changes.propose(change.pk, by=change.proposed_by, at=NOW)


def test_day_that_came_before_the_confirmation_is_refused():
    change = proposed()

    with pytest.raises(RuleNotAhead):
        changes.confirm(change.pk, by=officer(Role.HEALTH_HEAD), at=datetime(2026, 3, 1, 1, 0, tzinfo=UTC))


def test_rejected_change_makes_no_version():
    change = proposed()

    changes.reject(change.pk, by=officer(Role.HEALTH_HEAD), reason="Belum perlu.", at=NOW)

    change.refresh_from_db()
    assert (change.state, change.decision_note) == (RuleChangeState.REJECTED, "Belum perlu.")
    assert RequirementSet.objects.filter(type_code=NURSE).count() == 1
    with pytest.raises(AlreadyDecided):
        changes.confirm(change.pk, by=officer(Role.HEALTH_HEAD), at=NOW)


def test_draft_is_its_authors_alone_and_another_region_sees_nothing():
    change = saved()
    elsewhere = OfficeFactory(code="DINKES-1671", region=RegionFactory(code="16.71"))

    for user in (officer(Role.DIVISION_HEAD), officer(Role.LEGAL, office=elsewhere)):
        with pytest.raises(NotFound):
            changes.propose(change.pk, by=user, at=NOW)


def test_draft_about_nothing_known_is_refused():
    with pytest.raises(RuleUnclear):
        saved(draft(type_code="TIDAK-ADA"))


def test_new_allowance_and_place_limit_hold_from_their_day():
    head = officer(Role.HEALTH_HEAD)
    changes.confirm(proposed(days("0.5")).pk, by=head, at=NOW)
    what = draft(RuleChangeKind.PLACE_LIMIT, content={"limit": 1}, type_code="", profession_code="PERAWAT")
    changes.confirm(proposed(what).pk, by=head, at=NOW)

    nurse = Profession.objects.get(code="PERAWAT")
    at = [datetime(2026, month, 1, 3, 0, tzinfo=UTC) for month in (2, 3)]
    assert [str(allowance_for(ClockName.RECOMMENDATION, NURSE, day).working_days) for day in at] == ["1.000", "0.500"]
    assert [place_limit(nurse, LegalEra.NEW, day.date()) for day in at] == [nurse.max_places_new, 1]


def type_draft(**new: Any) -> changes.Draft:
    """A draft that alters columns of the nurses' type."""
    return draft(RuleChangeKind.TYPE, content=changes.type_facts(changes.newest_type(NURSE)) | new)


def test_confirmed_type_is_a_new_version_and_files_keep_theirs():
    running = past_file(TUESDAY)
    what = type_draft(name="Surat Izin Praktik Ners", validity_years=3, recommendation_days=2, inspection_required=True)

    changes.confirm(proposed(what).pk, by=officer(Role.HEALTH_HEAD), at=NOW)

    before, after = (type_in_force(NURSE, day) for day in (date(2026, 2, 28), MARCH))
    running.refresh_from_db()
    assert running.type == before
    assert (before.valid_until, after.version, after.valid_until) == (date(2026, 2, 28), before.version + 1, None)
    assert (after.name, after.validity_years, after.inspection_required) == ("Surat Izin Praktik Ners", 3, True)
    assert (after.deemed_days, after.product_series) == (before.deemed_days, before.product_series)
    at = [datetime(2026, month, 2, 3, 0, tzinfo=UTC) for month in (2, 3)]
    assert [allowance_for(ClockName.RECOMMENDATION, NURSE, day).working_days for day in at] == [1, 2]


def test_two_versions_of_a_type_never_begin_on_one_day():
    head = officer(Role.HEALTH_HEAD)
    first, second = proposed(type_draft(validity_years=3)), proposed(type_draft(validity_years=4))
    changes.confirm(first.pk, by=head, at=NOW)

    with pytest.raises(AlreadyDecided):
        changes.confirm(second.pk, by=head, at=NOW)


def test_change_of_a_type_is_not_tried_on_past_files():
    change = saved(type_draft(validity_years=3))

    with pytest.raises(RuleUnclear):
        backtesting.start(change, months=3, by=change.proposed_by, at=NOW)


# --- backtests ------------------------------------------------------------------------------------------------


def tried(what: changes.Draft | None = None, *, months: int = 3) -> Any:
    """A run done to its end."""
    change = saved(what)
    run = backtesting.start(change, months=months, by=change.proposed_by, at=NOW)
    backtesting.run_slice(run.pk, after=0, at=NOW)
    run.refresh_from_db()
    return run


def test_added_document_fails_the_files_without_it():
    past_file(TUESDAY)
    past_file(TUESDAY, type_code="SIPB-BIDAN")
    past_file(datetime(2025, 6, 3, 1, 0, tzinfo=UTC))

    run = tried()

    row = run.rows.get()
    assert (run.state, run.total, run.done) == (BacktestState.DONE, 1, 1)
    assert row.reasons == [{"code": "missing_document", "about": "SURAT-SEHAT", "label": "Surat sehat"}]
    assert (backtesting.summary_of(run).failing, row.added_documents) == (1, 1)


def test_shorter_promise_changes_the_share_on_time():
    past_file(TUESDAY)
    past_file(TUESDAY, slow=timedelta(hours=5))

    summary = backtesting.summary_of(tried(days("0.5")))

    assert (summary.compared, summary.on_time_before, summary.on_time_after) == (2, 2, 1)


def test_lower_place_limit_names_who_had_too_many():
    nurse = Profession.objects.get(code="PERAWAT")
    people = [PersonFactory(), PersonFactory()]
    LicenceFactory(holder_person=people[0], profession=nurse, type_code=NURSE)
    files = [past_file(TUESDAY, person_id=who.pk, profession=nurse.code) for who in people]

    what = draft(RuleChangeKind.PLACE_LIMIT, content={"limit": 1}, type_code="", profession_code="PERAWAT")
    rows = tried(what).rows

    assert [(row.number, row.fails) for row in rows.order_by("number")] == [
        (files[0].number, True),
        (files[1].number, False),
    ]


def everything() -> dict[str, list[Any]]:
    """Every row of every table but those of the run itself."""
    own = {"BacktestRun", "BacktestRow", "RuleChange", "AuditEvent", "AuditChain", "OutboxJob"}
    models = [model for model in apps.get_models() if model.__name__ not in own]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def test_run_writes_nothing_but_its_own_rows():
    past_file(TUESDAY)
    past_file(TUESDAY, kind=ApplicationKind.RENEWAL, slow=timedelta(hours=5))
    drafts = [
        saved(),
        saved(days("0.5")),
        saved(draft(RuleChangeKind.PLACE_LIMIT, content={"limit": 1}, type_code="", profession_code="PERAWAT")),
    ]
    before = everything()

    for change in drafts:
        run = backtesting.start(change, months=3, by=change.proposed_by, at=NOW)
        backtesting.run_slice(run.pk, after=0, at=NOW)

    assert everything() == before
    assert BacktestRow.objects.exists()


def test_long_run_goes_on_slice_by_slice(monkeypatch):
    monkeypatch.setattr(backtesting, "SLICE", 2)
    for _each in range(3):
        past_file(TUESDAY)
    change = saved()
    run = backtesting.start(change, months=3, by=change.proposed_by, at=NOW)

    backtesting.run_slice(run.pk, after=0, at=NOW)
    run.refresh_from_db()
    half = (run.state, run.done)
    outbox.drain()
    run.refresh_from_db()

    assert (half, run.state, run.done) == ((BacktestState.RUNNING, 2), BacktestState.DONE, 3)


def test_slice_done_twice_counts_once():
    past_file(TUESDAY)
    run = tried()

    backtesting.run_slice(run.pk, after=0, at=NOW)

    assert run.rows.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_slice_asks_as_much_for_three_files_as_for_one(count: int, django_assert_num_queries: Any):
    for _each in range(count):
        past_file(TUESDAY)
    change = saved()
    files = list(backtesting.files_of(backtesting.start(change, months=3, by=change.proposed_by, at=NOW)))

    with django_assert_num_queries(4):
        outcomes = list(backtesting.outcomes_of(change, files, at=NOW))

    assert len(outcomes) == count


def test_draft_written_over_loses_its_old_run():
    past_file(TUESDAY)
    run = tried()

    changes.save_draft(draft(), office=OfficeFactory(), by=run.requested_by, at=NOW, change=run.change)

    assert not BacktestRow.objects.exists()
