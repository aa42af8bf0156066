"""The demo city: figures of the papers, impossible identities, every state, and never outside DEMO=1."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F, Q
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import get_application_model

from accounts.domain.offices import home_office
from accounts.domain.officials import signatories
from accounts.enums import ClientRequestState, OfficeKind, Position
from accounts.models import ApiClient, ClientRequest, User
from core import audit
from core.models import LoadedRow, OutboxJob
from facilities.models import Facility
from inspections.domain.phone import visits_of_day
from inspections.enums import FindingState, PlanState, VisitConclusion, VisitState
from inspections.models import ActivityPlan, InspectorCard, Visit, VisitFinding
from licensing.domain import clocks
from licensing.domain.coverage import counting as coverage
from licensing.domain.coverage.counting import Cut
from licensing.enums import FilingState, State
from licensing.management.demo import desk, filings, log_ins, names, register, systems
from licensing.management.demo.progress import Progress
from licensing.models import (
    Application,
    FilingBatch,
    Licence,
    LicenceStatus,
    PublicReport,
    RuleChange,
    VisitCoordination,
)
from tests.standing_rows import standing_rows
from workforce.models import Person, Placement, Practitioner

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday 10.00 WIB
TODAY = date(2026, 11, 20)
UPTD = ("puskesmas", "pustu", "poskesdes", "labkesda", "bkpm")

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("demo_city")]


@pytest.fixture(scope="module")
def demo_city(reference_data: None, django_db_blocker: Any) -> Iterator[None]:
    """The city as on a Friday morning, with one file per state on the desks; rolled back after the module."""
    patch = pytest.MonkeyPatch()
    patch.setattr(desk, "PLANS", tuple((state, 1, idle) for state, _count, idle in desk.PLANS))
    with standing_rows(django_db_blocker, lambda: call_command("load_demo", at=AT.isoformat())):
        yield
    patch.undo()


def covered(on: date, **inside: Any) -> tuple[int, int]:
    """People with every placement inside the cut licensed, of people placed there, on a day."""
    placed = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, **inside)
    licensed = set(Licence.objects.in_force(on).values_list("holder_person_id", "place_id"))
    people: dict[int, bool] = {}
    for person, place in placed.values_list("practitioner__person_id", "facility_id"):
        people[person] = people.get(person, True) and (person, place) in licensed
    return sum(people.values()), len(people)


# --- the city ---------------------------------------------------------------------------------------------------


def test_the_city_has_the_places_and_people_of_the_papers() -> None:
    kinds = Counter(Facility.objects.filter(is_demo=True).values_list("kind", flat=True))

    assert sum(kinds.values()) == 260
    assert [kinds[kind] for kind in ("rs", *UPTD)] == [4, 9, 23, 41, 1, 1]
    assert Practitioner.objects.filter(person__is_demo=True).count() == 4000


@pytest.mark.parametrize(
    ("on", "city_owned", "everybody"),
    [
        (date(2013, 12, 31), (254, 900), (809, 2227)),
        (date(2017, 12, 31), (1340, 1720), (2954, 3643)),
        (date(2018, 12, 31), (1910, 1910), (3803, 3964)),
        (date(2019, 12, 31), (1910, 1910), (3970, 4000)),
    ],
)
def test_coverage_of_people_follows_the_shipped_history(
    on: date, city_owned: tuple[int, int], everybody: tuple[int, int]
) -> None:
    assert covered(on, facility__ownership="kota") == city_owned
    assert covered(on) == everybody


def test_the_uptd_with_their_network_stood_at_seventy_per_cent_in_2017() -> None:
    assert covered(date(2017, 12, 31), facility__ownership="kota", facility__kind__in=UPTD) == (770, 1100)


def test_permits_of_places_follow_the_shipped_history() -> None:
    on = date(2017, 12, 31)
    held = set(Licence.objects.in_force(on).values_list("holder_facility__code", "type_code"))
    expected = {code: step.licensed for code, steps in register.history().items() for step in steps if step.on == on}
    places = Facility.objects.filter(is_demo=True).exclude(obligatory_types=[])

    found = {place.code: all((place.code, code) in held for code in place.obligatory_types) for place in places}

    assert {code: found[code] for code in found if expected.get(code) is not None} == {
        code: licensed for code, licensed in expected.items() if licensed is not None and code in found
    }


def test_licences_end_in_each_of_the_reminder_windows() -> None:
    ending = Licence.objects.in_force(TODAY)

    for days in (30, 60, 90, 180):
        assert ending.filter(ends_on__range=(TODAY, TODAY + timedelta(days=days))).exists()


def test_every_licence_has_a_status_from_its_first_day() -> None:
    firsts = LicenceStatus.objects.filter(status="active", valid_from=F("licence__starts_on"))

    assert firsts.values("licence").distinct().count() == Licence.objects.count()
    found = set(LicenceStatus.objects.values_list("status", flat=True))
    assert found == {"active", "replaced", "suspended", "revoked", "surrendered"}


# --- people -----------------------------------------------------------------------------------------------------


def test_identities_are_impossible_and_names_are_put_together_from_lists() -> None:
    known = {*names.WOMEN, *names.MEN, *names.MIDDLE, *names.LAST}
    people = Person.objects.filter(is_demo=True)

    for person in people.only("identity_number", "name", "birth_date", "sex"):
        assert re.fullmatch(r"99\d{10}0000", person.identity_number)
        assert set(person.name.split()) <= known


def test_the_nik_of_a_woman_carries_her_birthday_plus_forty() -> None:
    person = Person.objects.filter(is_demo=True, sex="P").earliest("id")

    assert person.birth_date is not None
    assert person.identity_number[6:12] == f"{person.birth_date.day + 40:02d}{person.birth_date:%m%y}"


@pytest.mark.parametrize("who", log_ins.LOG_INS, ids=lambda who: who.mailbox)
def test_each_log_in_opens_with_the_demo_password_and_holds_its_role(who: log_ins.LogIn, rf: Any) -> None:
    user = authenticate(rf.post("/"), username=f"{who.mailbox}@demo.example", password="sejaras-demo")

    assert isinstance(user, User)
    assert user.is_demo
    assert list(user.memberships.in_force(TODAY).values_list("role", flat=True)) == ([who.role] if who.role else [])


def test_the_officials_may_sign_today() -> None:
    health = signatories(home_office(), Position.HEALTH_HEAD, TODAY)
    licensing = signatories(home_office(OfficeKind.LICENSING), Position.LICENCE_HEAD, TODAY)

    assert [who.name for who in health] == ["dr. Teguh Samudra Baskara, M.Kes."]
    assert [who.name for who in licensing] == ["Laras Permata Wardhana, S.E., M.Si."]


def test_the_administrator_configures_and_moves_no_file() -> None:
    admin = User.objects.get(email="admin@demo.example")

    assert admin.is_staff
    assert not admin.is_superuser
    assert admin.has_perm("accounts.change_office")
    assert not admin.has_perm("licensing.change_application")


def test_the_machine_client_speaks_for_the_licensing_office() -> None:
    client = ApiClient.objects.get(client_id="demo-dpmptsp")

    stored = get_application_model().objects.get(client_id="demo-dpmptsp")
    assert client.office.kind == OfficeKind.LICENSING
    assert "licences:act" in client.scopes
    assert stored.client_secret != "sejaras-demo-secret"
    assert stored.authorization_grant_type == "client-credentials"


def test_the_applicant_has_a_draft_a_running_file_and_a_permit_that_ends_in_75_days() -> None:
    user = User.objects.get(email="pemohon@demo.example")

    states = set(Application.objects.visible_to(user).values_list("state", flat=True))
    own = user.person.licences.in_force(TODAY).get()
    assert states == {"draft", "assessing"}
    assert own.ends_on == TODAY + timedelta(days=75)


def test_the_person_in_charge_answers_for_one_clinic() -> None:
    user = User.objects.get(email="pj@demo.example")

    clinic = Facility.objects.in_charge_of(user.pk, TODAY).get()
    assert clinic.kind == "klinik_pratama"
    assert Application.objects.visible_to(user).filter(place=clinic).exists()


# --- files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 9, 41, 120, 400])
def test_whatever_the_day_people_apply_for_licensed_places_only(days: int) -> None:
    at = AT + timedelta(days=days)
    own = Licence.objects.filter(holder_person__user__email=f"pemohon@{log_ins.DOMAIN}").latest("starts_on")
    drawn = filings.Filings(Any, own, own.place, at=at)

    places = [*drawn.places, *(row.place for row in drawn.ending if row.place is not None)]

    for before in (0, 30, 60, 89):
        licensed = Licence.objects.in_force((at - timedelta(days=before)).date()).values_list("holder_facility_id")
        assert {place.pk for place in places if place.obligatory_types} <= {pk for (pk,) in licensed}


def test_there_are_files_in_every_state() -> None:
    found = set(Application.objects.filter(is_demo=True).values_list("state", flat=True))

    assert found == set(State.values)


def test_some_open_files_are_late() -> None:
    late = Application.objects.overdue(AT)

    assert {"submitted", "assessing"} <= set(late.values_list("state", flat=True))


def test_the_finished_files_of_the_year_carry_the_year_s_figures() -> None:
    past = Application.objects.filter(channel="counter")
    stopped = past.filter(clocks__name="recommendation", clocks__on_time__isnull=False, clocks__counted=True)

    on_time = stopped.filter(clocks__name="recommendation", clocks__on_time=True).count()
    assert past.count() > 1300
    assert 0.8 < on_time / stopped.count() < 1


def test_recomputing_the_clocks_finds_no_difference() -> None:
    sample = Application.objects.filter(is_demo=True).order_by("number")[::12]

    assert clocks.recompute(sample, at=AT) == []


def test_the_ledger_of_a_past_file_ends_in_its_state() -> None:
    past = Application.objects.filter(channel="counter", state=State.LICENSED).earliest("created_at")

    ledger = list(past.events.order_by("seq").values_list("from_state", "to_state"))
    assert [after for _before, after in ledger[:-1]] == [before for before, _after in ledger[1:]]
    assert ledger[-1][1] == past.state
    assert past.licence.starts_on == past.closed_at.astimezone(past.licensing_office.zone).date()


def test_the_audit_trail_holds() -> None:
    assert [verdict.fault for verdict in audit.verify()] == [None] * len(audit.verify())


def test_waiting_letters_are_spread_over_the_first_minutes() -> None:
    moments = list(
        OutboxJob.objects.filter(kind="letter.render").order_by("pk").values_list("next_attempt_at", flat=True)
    )

    # The newest is drawn first, and never two at once.
    assert moments == sorted(set(moments), reverse=True)
    assert moments[-1] == AT


# --- the command ------------------------------------------------------------------------------------------------


def test_a_second_run_writes_nothing(django_assert_max_num_queries: Any, capsys: Any) -> None:
    with django_assert_max_num_queries(3):
        call_command("load_demo")

    assert "stands already" in capsys.readouterr().out
    assert LoadedRow.objects.filter(source="demo").count() == 6


def test_a_broken_run_leaves_no_half_made_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Application.objects.count()
    LoadedRow.objects.get(source="demo", key="files").delete()
    made: list[desk.Move] = []

    def break_at_the_third(move: desk.Move) -> None:
        made.append(move)
        if len(made) == 3:
            raise KeyboardInterrupt
        move.file.create(move.at, whole=False)

    monkeypatch.setattr(desk, "make", break_at_the_third)

    with pytest.raises(KeyboardInterrupt):
        call_command("load_demo", at=AT.isoformat())

    assert Application.objects.count() == before
    assert not LoadedRow.objects.filter(source="demo", key="files").exists()


def test_a_real_installation_refuses_the_demo(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_the_bar_goes_to_standard_error_only(capsys: Any) -> None:
    assert list(Progress().over("abc", step="Steps", total=3)) == ["a", "b", "c"]

    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Steps" in shown.err
    assert "100 %" in shown.err


# --- coverage, by its page ----------------------------------------------------------------------------------------


def coverage_page(client: Client, page: str = "coverage_detail", **query: str) -> Any:
    """What the head of division is shown."""
    client.force_login(User.objects.get(email="kabid@demo.example"))
    return client.get(reverse(page), query)


@pytest.mark.parametrize(
    ("on", "everybody", "city_owned", "lacking"),
    [
        ("2017-12-31", "2.954 dari 3.643", "1.340 dari 1.720", 380),
        ("2018-12-31", "3.803 dari 3.964", "1.910 dari 1.910", 0),
    ],
)
def test_coverage_page_shows_the_state_of_the_papers_with_its_list(
    client: Client, on: str, everybody: str, city_owned: str, lacking: int
) -> None:
    tiles = {tile.name: tile.basis for tile in coverage_page(client, on=on).context["kpis"]}
    behind = coverage_page(client, "coverage_list", on=on, ownership="kota", list="lacking")

    assert (tiles["hlc"], tiles["gov"]) == (everybody, city_owned)
    assert behind.context["page"].paginator.count == lacking


def test_coverage_shows_two_complete_hospitals_and_the_uptd_at_seventy_per_cent() -> None:
    cut = Cut(date(2017, 12, 31))

    hospitals = coverage.figures(cut.within(kind="rs"), "persons", by=("facility",)).values()
    units = coverage.figures(cut.within(ownership="kota"), "persons", by=("kind",))
    uptd = [figure for (kind,), figure in units.items() if kind in UPTD]

    assert sorted(figure.lacking == 0 for figure in hospitals) == [False, False, True, True]
    assert (sum(figure.held for figure in uptd), sum(figure.obliged for figure in uptd)) == (770, 1100)


# --- voices -----------------------------------------------------------------------------------------------------


def test_the_landing_page_shows_the_satisfaction_of_the_city(client: Client) -> None:
    with time_machine.travel(AT, tick=False):
        tiles = [tile["label"] for tile in client.get("/").context["trust"]]

    assert len(tiles) == 3


def test_complaints_stand_in_several_states_and_a_rule_is_being_tried() -> None:
    states = Counter((row.answered_at is not None, row.due_at < AT) for row in PublicReport.objects.all() if row.due_at)

    assert states[(True, True)] == 1
    assert states[(False, True)] >= 1
    assert states[(False, False)] >= 1
    assert RuleChange.objects.get().backtests.get().state == "done"


def test_staff_of_the_coordinator_can_be_asked() -> None:
    clinic = Facility.objects.get(persons_in_charge__user__email="pj@demo.example")
    people = Person.objects.filter(practitioners__placements__facility=clinic, user=None).distinct()

    assert all(str(person.phone).startswith("+628000000") for person in people)


# --- inspections ------------------------------------------------------------------------------------------------


def test_the_inspectors_phone_holds_a_visit_of_today_with_its_surat_tugas() -> None:
    tpk = User.objects.get(email="tpk@demo.example")

    today = [visit for visit in visits_of_day(tpk, TODAY, office=home_office()) if visit.scheduled_at.date() == TODAY]

    assert len(today) == 2
    assert all(visit.surat_tugas_number and visit.checklist for visit in today)


def test_visits_and_findings_stand_in_every_state() -> None:
    demo = Visit.objects.filter(facility__is_demo=True)
    findings = VisitFinding.objects.filter(visit__in=demo)

    assert set(demo.values_list("state", flat=True)) == set(VisitState.values)
    assert set(demo.exclude(conclusion="").values_list("conclusion", flat=True)) == set(VisitConclusion.values)
    assert set(findings.values_list("state", flat=True)) == set(FindingState.values)
    assert findings.overdue(TODAY).exists()
    assert demo.filter(previous__isnull=False, state=VisitState.CONCLUDED).exists()


def test_the_programme_of_the_year_is_signed_and_one_card_ends_soon() -> None:
    plan = ActivityPlan.objects.get(quarter=0)
    soon = InspectorCard.objects.filter(ends_on__gt=TODAY, ends_on__lte=TODAY + timedelta(days=30))

    assert (plan.state, plan.letter is not None, plan.targets.count()) == (PlanState.APPROVED, True, 4)
    assert soon.count() == 1
    assert VisitCoordination.objects.filter(answered_at__isnull=True, due_at__lt=AT).exists()


# --- other agencies' systems ------------------------------------------------------------------------------------


def test_one_system_waits_for_the_administrator_and_one_is_used(client: Client) -> None:
    waiting, approved = ClientRequest.objects.order_by("state", "pk").reverse()
    client.force_login(User.objects.get(email="admin@demo.example"))

    page = client.get(reverse("client_list")).content.decode()

    assert (waiting.state, approved.state) == (ClientRequestState.WAITING, ClientRequestState.APPROVED)
    assert (approved.client.is_demo, approved.client.last_token_at) == (True, AT - systems.LAST_USED)
    # Fewer scopes than were asked for, by another person.
    assert set(approved.client.scopes) == set(approved.scopes) - {"webhooks:manage"}
    assert approved.decided_by != approved.requested_by
    assert all(text in page for text in (systems.WAITING.name, systems.APPROVED.name, "Menyala"))


def test_finished_batch_has_drafts_and_rows_that_say_what_is_wrong(client: Client) -> None:
    batch = FilingBatch.objects.get()
    client.force_login(User.objects.get(email="depan@demo.example"))

    listed = client.get(reverse("filing_list")).content.decode()
    page = client.get(reverse("filing_detail", args=[batch.public_id])).content.decode()

    outcomes = list(batch.rows.values_list("number", "outcome"))
    # A title and a blank line stand above the headings.
    assert outcomes == [(number, "draft" if number < 8 else "refused") for number in range(4, 11)]
    refused = batch.rows.filter(outcome="refused")
    assert [[error["code"] for error in row.errors] for row in refused] == [
        ["nik_invalid"],
        ["type_unknown"],
        ["reference_twice"],
    ]
    assert (batch.state, batch.filed_at is not None and batch.filed_at < AT) == (FilingState.DONE, True)
    made = Application.objects.filter(filing_reference__isnull=False)
    assert set(made.values_list("state", "is_demo", "channel")) == {("draft", True, "desk")}
    assert systems.FILE_NAME in listed
    assert made[0].number in page


def test_file_of_the_batch_is_the_same_each_time_and_of_nobody() -> None:
    lines = systems.rows()

    assert lines == systems.rows()
    assert all(re.fullmatch(r"99\d{10}0000", line[4]) for line in lines[: systems.GOOD_ROWS])
