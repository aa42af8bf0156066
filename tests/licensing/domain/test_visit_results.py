"""From a registered request through surat tugas, visit and berita acara to the recommendation, inside the promise."""

import base64
import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from inspections.domain import assignments, findings, visits, watching
from inspections.domain.photos import put_photo, settle
from inspections.domain.submission import AnswerIn, Payload, PhotoIn, SignatureIn
from inspections.letters import assignment_letter
from inspections.models import SuratTugas, Visit
from licensing.domain import assessing, transitions
from licensing.domain.clocks import read_clocks
from licensing.domain.product_facts import product_facts
from licensing.enums import ClockName, Proposal, State
from licensing.models import ApplicationClock
from tests.factories.facilities import FacilityFactory
from tests.factories.inspections import VisitFactory, VisitFindingFactory
from tests.factories.licensing import LicenceFactory
from tests.licensing.journey import FACTS, PASSPHRASE, Journey, anchored, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def journey() -> Journey:
    """A registered request whose type needs a visit, taken by the inspector."""
    going = Journey(make_cast(), "SLHS-DAM").draft().upload().submit().verify()
    transitions.start_assessment(going.application, by=going.cast.tpk, at=going.tick())
    return going


def assigned(journey: Journey) -> Visit:
    """A visit asked for, put under a surat tugas, signed by the head."""
    plan = assessing.VisitPlan(scheduled_at=journey.at + timedelta(minutes=30))
    assessing.request_visit(journey.application, plan, by=journey.cast.tpk, at=journey.tick(1))
    visit = journey.application.visit_links.get().visit
    day = visit.scheduled_at.astimezone(visit.office.zone).date()
    wanted = assignments.Draft(
        office=visit.office,
        purpose="pemeriksaan tempat",
        basis=["Permenkes 10/2018"],
        starts_on=day,
        ends_on=day,
        members=[journey.cast.tpk.user],
        visits=[visit],
    )
    tugas = assignments.draft(wanted, by=journey.cast.division_head.user, at=journey.tick(1))
    anchored(journey.at)
    assignment_letter.sign(tugas, by=journey.cast.health_head.user, passphrase=PASSPHRASE, at=journey.tick(1))
    visit.refresh_from_db()
    return visit


def signature(side: str, journey: Journey) -> SignatureIn:
    out = BytesIO()
    Image.new("L", (60, 20), 255).save(out, "PNG")
    image = base64.b64encode(out.getvalue()).decode()
    return SignatureIn(side=side, name="Contoh", way="drawn", image=image, signed_at=journey.at)


def hold(journey: Journey, visit: Visit, *, wrong: tuple[str, ...] = ()) -> Visit:
    """The phone sends the finished visit."""
    journey.tick(40)
    shot = picture()
    sha256 = hashlib.sha256(shot).hexdigest()
    sent = Payload(
        held_at=journey.at,
        device_at=journey.at,
        answers=[
            AnswerIn(code=item.code, value="tidak" if item.code in wrong else "sesuai", note="Rusak")
            for item in visit.checklist.items.all()
        ],
        photos=[PhotoIn(sha256=sha256, item=code) for code in wrong],
        met_name="Sari",
        met_position="pemilik",
        signatures=[signature("inspector", journey), signature("inspected", journey)],
        finished=True,
    )
    visits.submit_visit(visit.uuid, visit.version, sent, by=journey.cast.tpk.user, at=journey.tick(1))
    if wrong:
        settle(put_photo(visit.uuid, sha256, [shot], by=journey.cast.tpk.user, at=journey.at).pk, at=journey.tick(1))
    visit.refresh_from_db()
    return visit


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 90)).save(out, "JPEG")
    return out.getvalue()


def test_a_visit_of_the_portal_leads_to_the_recommendation_within_the_promise(journey: Journey) -> None:
    visit = hold(journey, assigned(journey))
    application = journey.application
    application.refresh_from_db()
    assert (visit.checklist.kind_id, visit.conclusion, visit.state) == ("DAM", "fit", "concluded")
    assert visit.berita_acara_number.endswith("/BA/DINKES/2026")

    assess(journey)
    journey.approve().sign()

    promise = ApplicationClock.objects.get(application=application, name=ClockName.RECOMMENDATION)
    assert application.state == State.RECOMMENDED
    assert promise.stopped_at < promise.due_at


def assess(journey: Journey) -> None:
    """The inspector proposes to grant."""
    kind = journey.application.type
    given = assessing.AssessmentInput(
        proposal=Proposal.GRANT,
        desk_checks=[{"code": code, "ok": True} for code, _label in assessing.DESK_CHECKS],
        facts={row.key: FACTS[row.key] for row in product_facts(kind.code, kind.product_letter)},
    )
    assessing.assess(journey.application, given, by=journey.cast.tpk, at=journey.tick())


def a_weak_item(visit: Visit) -> str:
    code: str = visit.checklist.items.filter(critical=True).values_list("code", flat=True)[0]
    return code


def test_a_failed_visit_pauses_the_promise_and_resumes_when_its_findings_are_closed(journey: Journey) -> None:
    visit = assigned(journey)
    hold(journey, visit, wrong=(a_weak_item(visit),))
    journey.application.refresh_from_db()
    paused = read_clocks(journey.application, at=journey.at)[ClockName.RECOMMENDATION]
    assert (visit.conclusion, journey.application.state, paused.state) == ("unfit", State.REPAIRING, "paused")

    finding = visit.finding_rows.get()
    findings.close_on_site(finding, "Sudah diperbaiki", by=journey.cast.tpk.user, at=journey.tick(60 * 24 * 7))

    journey.application.refresh_from_db()
    running = read_clocks(journey.application, at=journey.at)[ClockName.RECOMMENDATION]
    assert (journey.application.state, running.state, running.used) == (State.ASSESSING, "running", paused.used)


def test_accepting_the_repair_on_the_file_closes_the_findings(journey: Journey) -> None:
    visit = assigned(journey)
    hold(journey, visit, wrong=(a_weak_item(visit),))
    journey.application.refresh_from_db()

    assessing.repaired(journey.application, by=journey.cast.tpk, at=journey.tick(60), note="Foto sudah sesuai")

    assert [row.state for row in visit.finding_rows.all()] == ["closed"]
    assert journey.application.state == State.ASSESSING


def test_the_letter_names_the_inspector_and_is_signed_by_the_head(journey: Journey) -> None:
    assigned(journey)

    tugas = SuratTugas.objects.get()
    isi = tugas.letter.context["isi"]
    assert (tugas.state, isi["daftar_petugas"][0]["nomor_kartu"]) == ("signed", "TPK-0001")
    assert tugas.letter.signed_by == journey.cast.health_head.user


def test_findings_past_their_day_become_a_proposed_warning() -> None:
    cast = make_cast()
    place = FacilityFactory()
    licence = LicenceFactory(
        holder_facility=place, holder_person=None, profession=None, place=place, type_code="IZIN-APOTEK"
    )
    visit = VisitFactory(inspector=cast.tpk.user, facility=place, state="concluded", conclusion="fit_with_repair",
                         held_at=VisitFactory.scheduled_at)  # fmt: skip
    finding = VisitFindingFactory(visit=visit)
    late = Journey(cast).at + timedelta(days=60)

    told = watching.propose_sanctions(at=late), watching.propose_sanctions(at=late)

    sanction = licence.sanctions.get()
    assert (told, sanction.step_id, sanction.proposed_by) == ((1, 0), "TEGURAN-1", cast.tpk.user)
    assert sanction.breaches[0]["text"] == finding.text
