"""A licence after its issue: suspended on advice, reinstated, revoked, given back; also from a day to come."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.enums import Role
from accounts.models import ActingAppointment, InboxMessage, Office, Official
from core.models import AuditEvent
from facilities.models import Facility, FacilityClosure
from facilities.signals import facility_closed, facility_reopened
from letters.domain.verification import check_code
from letters.enums import Verdict
from letters.models import Letter
from licensing.domain.licences import flags, life, telling
from licensing.domain.sanctions import steps
from licensing.enums import ApplicationKind, LicenceState, LicenceVerb, SanctionState
from licensing.exceptions import ActingMayNotSanction, OwnFile, SanctionOpen, StepNotAllowed, TwoPeopleNeeded
from licensing.letters import sanctioning
from licensing.models import Licence, Reason, SanctionStep
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory
from tests.licensing.journey import PASSPHRASE, Journey, actor, anchored, make_cast, work

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def propose(trip: Journey, licence: Licence, step: str, reason: str = "", **more: object) -> steps.Sanction:
    wanted = steps.Proposal(
        step=SanctionStep.objects.get(pk=step),
        note="Tindakan di luar kewenangan ditemukan saat pemeriksaan.",
        reason=Reason.objects.get(pk=reason) if reason else None,
        **more,  # type: ignore[arg-type]
    )
    return steps.propose(licence, wanted, by=trip.cast.division_head, at=trip.tick())


def test_suspension_on_advice_reaches_letter_register_and_check() -> None:
    trip = Journey(make_cast()).to_end()
    licence = Licence.objects.get()
    assert licence.letter is not None
    sanction = propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK")

    anchored(trip.at)
    sanctioning.sign_decision(sanction, by=trip.cast.health_head, passphrase=PASSPHRASE, at=trip.tick())
    sanctioning.sign_execution(sanction, by=trip.cast.licence_head, passphrase=PASSPHRASE, at=trip.tick())
    work()

    licence.refresh_from_db()
    assert sanction.state == SanctionState.DONE
    assert sanction.advice is not None
    assert sanction.letter is not None
    assert (sanction.advice.kind_id, sanction.letter.kind_id) == ("SARAN_SANKSI", "PEMBEKUAN")
    assert [(row.status, row.verb) for row in licence.statuses.order_by("pk")] == [
        (LicenceState.ACTIVE, ""),
        (LicenceState.SUSPENDED, "suspend"),
    ]
    assert not Licence.objects.in_force(trip.at.date()).exists()
    assert check_code(Letter.objects.get(pk=licence.letter_id).verify_code, at=trip.at).verdict == Verdict.SUSPENDED


# --- the whole ladder -----------------------------------------------------------------------------------------


def decide(trip: Journey, sanction: steps.Sanction) -> steps.Sanction:
    anchored(trip.at)
    return sanctioning.sign_decision(sanction, by=trip.cast.health_head, passphrase=PASSPHRASE, at=trip.tick())


def execute(trip: Journey, sanction: steps.Sanction) -> steps.Sanction:
    return sanctioning.sign_execution(sanction, by=trip.cast.licence_head, passphrase=PASSPHRASE, at=trip.tick())


def pass_days(trip: Journey, days: int) -> None:
    trip.at += timedelta(days=days)


def facility_licence() -> Licence:
    place = FacilityFactory(name="Klinik Contoh Medika", kind="klinik_pratama")
    return LicenceFactory(
        type_code="IZIN-KLINIK-PRATAMA", holder_person=None, holder_facility=place, place=place, profession=None
    )


def test_three_warnings_lead_to_suspension_reinstatement_and_revocation() -> None:
    trip, licence = Journey(make_cast()), facility_licence()
    seen = []
    for step, reason, term in (
        ("TEGURAN-1", "", 15),
        ("TEGURAN-2", "", 8),
        ("TEGURAN-3", "", 8),
        ("PEMBEKUAN", "SUS_WARNING_IGNORED", 31),
        ("PENCABUTAN", "REV_SUSPENSION_UNRESOLVED", 1),
    ):
        sanction = decide(trip, propose(trip, licence, step, reason))
        if sanction.state == SanctionState.ADVISED:
            sanction = execute(trip, sanction)
        letter = sanction.letter
        assert letter is not None
        seen.append((sanction.step_id, letter.kind_id, letter.variant, letter.office.kind))
        pass_days(trip, term)

    assert seen == [
        ("TEGURAN-1", "TEGURAN", "pertama", "dinkes"),
        ("TEGURAN-2", "TEGURAN", "lanjutan", "dinkes"),
        ("TEGURAN-3", "TEGURAN", "lanjutan", "dinkes"),
        ("PEMBEKUAN", "PEMBEKUAN", "utama", "dpmptsp"),
        ("PENCABUTAN", "PENCABUTAN", "utama", "dpmptsp"),
    ]
    assert [row.status for row in licence.statuses.order_by("pk")] == ["active", "suspended", "revoked"]
    actions = set(AuditEvent.objects.filter(action__startswith="licence.").values_list("action", flat=True))
    assert {"licence.suspend", "licence.revoke"} <= actions


def test_reinstatement_closes_every_term_and_the_ladder_begins_anew() -> None:
    trip, licence = Journey(make_cast()), facility_licence()
    execute(trip, decide(trip, propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK")))

    execute(trip, decide(trip, propose(trip, licence, "PULIH")))

    assert licence.statuses.order_by("pk").last().status == LicenceState.ACTIVE  # type: ignore[union-attr]
    assert not licence.sanctions.filter(verb="suspend", repaired_at__isnull=True).exists()
    with pytest.raises(StepNotAllowed):
        propose(trip, licence, "TEGURAN-2")


def test_own_product_is_suspended_by_the_health_office_alone() -> None:
    trip = Journey(make_cast())
    licence = LicenceFactory(type_code="SIP-NAKES-WNA", office=OfficeFactory())

    sanction = decide(trip, propose(trip, licence, "HENTI-SEMENTARA", "SUS_STR_SUSPENDED"))

    assert (sanction.state, sanction.advice) == (SanctionState.DONE, None)
    assert sanction.letter is not None
    assert sanction.letter.number.split("/")[2:4] == ["PB", "DINKES"]
    assert not Licence.objects.in_force(trip.at.date()).filter(pk=licence.pk).exists()


# --- who may not ----------------------------------------------------------------------------------------------


def test_proposer_decider_and_executor_are_three_people() -> None:
    trip, licence = Journey(make_cast()), LicenceFactory()
    cast = trip.cast
    both = actor(cast.division_head.user, Role.HEALTH_HEAD)
    sanction = propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK")

    with pytest.raises(TwoPeopleNeeded):
        steps.check_decision(sanction, by=both, at=trip.at)
    decide(trip, sanction)
    sanction.refresh_from_db()
    with pytest.raises(TwoPeopleNeeded):
        steps.check_execution(sanction, by=actor(cast.health_head.user, Role.LICENCE_HEAD), at=trip.at)


def test_nobody_proposes_against_their_own_licence_or_facility() -> None:
    trip = Journey(make_cast())
    own = LicenceFactory(holder_person=PersonFactory(user=trip.cast.division_head.user))

    with pytest.raises(OwnFile):
        propose(trip, own, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK")


def test_one_proposal_at_a_time() -> None:
    trip, licence = Journey(make_cast()), LicenceFactory()
    propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK")

    with pytest.raises(SanctionOpen):
        propose(trip, licence, "SIP-TEGURAN")


def test_plh_signs_no_suspension() -> None:
    trip, licence = Journey(make_cast()), LicenceFactory()
    stand_in = actor(UserFactory(name="Wakil"), Role.LICENCE_HEAD)
    ActingAppointment.objects.create(
        official=Official.objects.get(user=trip.cast.licence_head.user),
        user=stand_in.user,
        kind="plh",
        name_with_degrees="Wakil, S.E.",
        decree_number="800/77",
        starts_on="2026-01-01",
        ends_on="2026-12-31",
        decree_date="2026-01-02",
    )
    sanction = decide(trip, propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK"))

    with pytest.raises(ActingMayNotSanction):
        sanctioning.sign_execution(sanction, by=stand_in, passphrase=PASSPHRASE, at=trip.tick())


# --- days to come ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_planned_suspension_takes_effect_at_local_midnight_and_is_told_then(zone: str) -> None:
    trip = Journey(make_cast()).to_end()
    licence = Licence.objects.get()
    for office in (licence.office, OfficeFactory()):
        Office.objects.filter(pk=office.pk).update(time_zone=zone)
    on = trip.at.date() + timedelta(days=3)
    wanted = propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK", effective_on=on)
    execute(trip, decide(trip, wanted))
    midnight = datetime.combine(on, time.min, tzinfo=ZoneInfo(zone))
    minute = timedelta(minutes=1)
    code = Letter.objects.get(pk=licence.letter_id).verify_code

    verdicts = [check_code(code, at=midnight + shift).verdict for shift in (-minute, minute)]
    told = [telling.tell_due(at=midnight + shift) for shift in (-minute, minute, 2 * minute)]

    assert verdicts == [Verdict.VALID, Verdict.SUSPENDED]
    assert told == [0, 1, 0]
    message = InboxMessage.objects.get(template_id="LICENCE_SUSPENDED", user=trip.cast.applicant.user)
    assert licence.number in message.text
    on_the_day = [Licence.objects.in_force(day).exists() for day in (on - timedelta(days=1), on)]
    assert on_the_day == [True, False]


def test_revocation_overtakes_a_planned_suspension_and_its_message() -> None:
    trip, licence = Journey(make_cast()), LicenceFactory()
    on = trip.at.date() + timedelta(days=5)
    execute(trip, decide(trip, propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK", effective_on=on)))

    execute(trip, decide(trip, propose(trip, licence, "SIP-CABUT", "REV_STR_REVOKED")))

    assert telling.tell_due(at=trip.at + timedelta(days=9)) == 0
    rows = [(row.status, row.valid_from == row.valid_to) for row in licence.statuses.order_by("pk")]
    assert rows == [("active", False), ("suspended", True), ("revoked", False)]


# --- given back, moved, flagged -------------------------------------------------------------------------------


def test_surrender_makes_a_sealed_certificate_and_tells_the_holder() -> None:
    trip = Journey(make_cast())
    licence = LicenceFactory(holder_person=PersonFactory(user=trip.cast.applicant.user))

    row = life.surrender(licence, by=trip.cast.applicant, at=trip.at, on=trip.at.date(), note="other_city")
    work()

    letter = Letter.objects.get(kind_id="KET_PENCABUTAN_SIP")
    assert (letter.is_issued, letter.method) == (True, "seal")
    assert letter.context["isi"]["alasan_pindah"] == "pindah tempat praktik ke daerah lain"
    assert row.letter == letter
    assert InboxMessage.objects.filter(template_id="LICENCE_SURRENDERED").count() == 1


def test_issued_move_gives_the_old_place_back() -> None:
    cast = make_cast()
    first = Journey(cast).to_end()
    old = Licence.objects.get()
    second = Journey(cast, kind=ApplicationKind.MOVE, at=first.at).draft()
    second.application.previous_licence = old
    second.application.save()
    new = LicenceFactory(holder_person=old.holder_person, application=second.application, starts_on=date(2026, 2, 1))

    life.follow(old, new, verb=LicenceVerb.MOVE, user=None, at=first.at)

    last = old.statuses.order_by("pk").last()
    assert last is not None
    assert (last.status, last.valid_from) == (LicenceState.SURRENDERED, date(2026, 2, 1))
    assert Letter.objects.get(kind_id="KET_PENCABUTAN_SIP").context["isi"]["alasan_pindah"].startswith("pindah tempat")


def test_closed_facility_flags_its_people_and_reopening_clears_them() -> None:
    trip = Journey(make_cast())
    place = FacilityFactory()
    licence = LicenceFactory(place=place, holder_person=PersonFactory(user=trip.cast.applicant.user))
    LicenceFactory()
    on = trip.at.date() + timedelta(days=2)

    closure = FacilityClosure(facility=place, kind="closed", starts_on=on)
    facility_closed.send(sender=Facility, facility=place, on=on, reason="tutup", by=None, at=trip.at)
    told = [telling.tell_due(at=trip.at + timedelta(days=days)) for days in (1, 2, 3)]
    facility_reopened.send(
        sender=Facility,
        facility=place,
        on=on + timedelta(days=9),
        reason="buka",
        by=None,
        at=trip.at,
        closure=closure,
        withdrawn=False,
    )

    assert told == [0, 1, 0]
    assert InboxMessage.objects.get(template_id="FACILITY_CLOSED_SIP").user == trip.cast.applicant.user
    found = [[flag.code for flag in flags.flags_on(licence, on + timedelta(days=days))] for days in (-1, 0, 8, 9)]
    assert found == [[], ["facility_closed"], ["facility_closed"], []]
    assert licence.statuses.get().status == LicenceState.ACTIVE


def test_suspended_facility_licence_flags_its_people() -> None:
    trip, licence = Journey(make_cast()), facility_licence()
    nurse = LicenceFactory(place=licence.place)
    execute(trip, decide(trip, propose(trip, licence, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK")))
    assert [flag.code for flag in flags.flags_on(nurse, trip.at.date())] == ["facility_licence"]

    execute(trip, decide(trip, propose(trip, licence, "PULIH")))

    nurse.refresh_from_db()
    assert flags.flags_on(nurse, trip.at.date()) == []
