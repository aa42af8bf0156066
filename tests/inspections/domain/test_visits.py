"""What a phone sends: once or ten times, in any order, from one phone or two."""

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from accounts.models import User
from core import outbox
from core.exceptions import NotFound
from inspections.domain import visits
from inspections.domain.photos import put_photo, settle
from inspections.domain.submission import AnswerIn, Payload, PhotoIn, SignatureIn
from inspections.exceptions import (
    NoCard,
    NoTugas,
    OwnFacility,
    PhotoDiffers,
    VisitCarried,
    VisitConflict,
    VisitIncomplete,
    VisitMoved,
)
from inspections.models import InspectorInterest, Visit
from tests.factories.accounts import MembershipFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.inspections import (
    ChecklistVersionFactory,
    InspectorCardFactory,
    SuratTugasFactory,
    SuratTugasMemberFactory,
    VisitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

HELD = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)
NOW = HELD + timedelta(hours=2)


def drawn() -> str:
    out = BytesIO()
    Image.new("L", (60, 20), 255).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def inspector() -> User:
    user: User = MembershipFactory().user
    return user


def carried(user: User, **values: Any) -> Visit:
    """A visit under a surat tugas of the portal, led by `user`."""
    member = SuratTugasMemberFactory(user=user)
    visit: Visit = VisitFactory(
        inspector=user,
        surat_tugas=member.tugas,
        checklist=ChecklistVersionFactory(),
        office=member.tugas.office,
        **values,
    )
    return visit


def signed(side: str) -> SignatureIn:
    return SignatureIn(side=side, name="Contoh", way="drawn", image=drawn(), signed_at=HELD)


def payload(**values: Any) -> Payload:
    given: dict[str, Any] = {
        "held_at": HELD,
        "device_at": HELD,
        "answers": (AnswerIn(code="A01", value="sesuai"), AnswerIn(code="A02", value="sesuai")),
        "met_name": "Budi",
        "signatures": (signed("inspector"), signed("inspected")),
    }
    return Payload(**{**given, **values})


def test_the_same_sending_twice_is_one_visit() -> None:
    user = inspector()
    visit = carried(user)

    first = visits.submit_visit(visit.uuid, 1, payload(), by=user, at=NOW)
    again = visits.submit_visit(visit.uuid, 1, payload(), by=user, at=NOW + timedelta(days=2))

    assert (first.is_new, again.is_new, again.visit.version) == (True, False, 2)


def test_a_finished_visit_without_photos_is_concluded_at_once() -> None:
    user = inspector()
    visit = carried(user)

    visits.submit_visit(visit.uuid, 1, payload(finished=True), by=user, at=NOW)

    visit.refresh_from_db()
    assert (visit.state, visit.conclusion) == ("concluded", "fit")


def picture(shade: int = 100) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (shade, 90, 90)).save(out, "JPEG")
    return out.getvalue()


WRONG = AnswerIn(code="A02", value="tidak", note="Belum dipasang", repair_until=date(2026, 1, 25))


def with_photo(shot: bytes, **values: Any) -> Payload:
    sha256 = hashlib.sha256(shot).hexdigest()
    answers = (AnswerIn(code="A01", value="sesuai"), WRONG)
    return payload(answers=answers, photos=(PhotoIn(sha256=sha256, item="A02"),), finished=True, **values)


@pytest.mark.parametrize("first", ["photo", "answers"])
def test_the_berita_acara_waits_for_the_photo_in_whatever_order_they_come(first: str) -> None:
    user, shot = inspector(), picture()
    visit = carried(user)
    sha256 = hashlib.sha256(shot).hexdigest()

    if first == "photo":
        settle(put_photo(visit.uuid, sha256, [shot], by=user, at=NOW).pk, at=NOW)
    visits.submit_visit(visit.uuid, 1, with_photo(shot), by=user, at=NOW)
    if first == "answers":
        visit.refresh_from_db()
        assert visit.state == "submitted"
        settle(put_photo(visit.uuid, sha256, [shot], by=user, at=NOW).pk, at=NOW)

    visit.refresh_from_db()
    assert (visit.state, visit.conclusion) == ("concluded", "fit_with_repair")
    assert visit.photos.get().item.code == "A02"


def test_a_repair_day_on_a_sunday_moves_to_the_next_working_day() -> None:
    user, shot = inspector(), picture()
    visit = carried(user)

    visits.submit_visit(visit.uuid, 1, with_photo(shot), by=user, at=NOW)
    settle(put_photo(visit.uuid, hashlib.sha256(shot).hexdigest(), [shot], by=user, at=NOW).pk, at=NOW)

    finding = visit.finding_rows.get()
    assert (finding.due_on, finding.text) == (date(2026, 1, 26), "Papan nama terpasang: Belum dipasang")


def test_the_same_photo_twice_is_one_row() -> None:
    user, shot = inspector(), picture()
    visit = carried(user)
    sha256 = hashlib.sha256(shot).hexdigest()

    first = put_photo(visit.uuid, sha256, [shot], by=user, at=NOW)
    again = put_photo(visit.uuid, sha256, [shot], by=user, at=NOW)

    assert (first.pk, visit.photos.count()) == (again.pk, 1)


def test_a_photo_whose_bytes_differ_from_its_hash_is_refused() -> None:
    user = inspector()
    visit = carried(user)

    with pytest.raises(PhotoDiffers):
        put_photo(visit.uuid, "0" * 64, [picture()], by=user, at=NOW)


def test_an_older_phone_sees_both_values_and_overwrites_nothing() -> None:
    user = inspector()
    visit = carried(user)
    visits.submit_visit(visit.uuid, 1, payload(), by=user, at=NOW)
    other = payload(answers=(AnswerIn(code="A01", value="tidak", note="Tidak ada"),))

    with pytest.raises(VisitConflict) as refused:
        visits.submit_visit(visit.uuid, 1, other, by=user, at=NOW)

    found = [(row.field, row.mine, row.theirs) for row in refused.value.differences]
    assert found == [("A01", "Tidak. Tidak ada", "Sesuai"), ("A02", "", "Sesuai")]
    assert (refused.value.version, visit.answers.count()) == (2, 2)


def test_after_choosing_the_phone_sends_on_the_newest_version() -> None:
    user = inspector()
    visit = carried(user)
    visits.submit_visit(visit.uuid, 1, payload(), by=user, at=NOW)

    receipt = visits.submit_visit(visit.uuid, 2, payload(met_name="Sari"), by=user, at=NOW)

    assert (receipt.is_new, receipt.visit.met_name) == (True, "Sari")


def test_a_team_mate_reads_while_another_carries_the_visit() -> None:
    lead, mate = inspector(), inspector()
    visit = carried(lead)
    visit.members.create(user=mate)
    SuratTugasMemberFactory(tugas=visit.surat_tugas, user=mate, seq=2)
    visits.check_out(visit, by=lead, at=NOW)

    with pytest.raises(VisitCarried):
        visits.submit_visit(visit.uuid, 2, payload(), by=mate, at=NOW)

    assert visits.submit_visit(visit.uuid, 2, payload(), by=mate, at=NOW, take_over=True).visit.carrier == mate


def test_a_changed_plan_is_no_conflict_before_anything_was_sent() -> None:
    user = inspector()
    visit = carried(user)
    visits.check_out(visit, by=user, at=NOW)

    assert visits.submit_visit(visit.uuid, 1, payload(), by=user, at=NOW).is_new is True


def test_a_stranger_does_not_learn_that_a_visit_exists() -> None:
    visit = carried(inspector())

    with pytest.raises(NotFound):
        visits.submit_visit(uuid4(), 0, payload(), by=inspector(), at=NOW)
    with pytest.raises(NotFound):
        put_photo(visit.uuid, "0" * 64, [b""], by=inspector(), at=NOW)


def test_every_gap_of_a_finished_visit_is_named() -> None:
    user = inspector()
    visit = carried(user)
    answers = (AnswerIn(code="A02", value="tidak"),)

    with pytest.raises(VisitIncomplete) as refused:
        visits.submit_visit(
            visit.uuid, 1, payload(answers=answers, signatures=(), met_name="", finished=True), by=user, at=NOW
        )

    codes = [row.code for row in refused.value.findings]
    assert codes == ["unanswered", "note", "photo", "met_name", "signature", "signature"]


def test_a_refusal_to_sign_needs_its_reason() -> None:
    user = inspector()
    refusal = SignatureIn(side="inspected", name="Budi", way="refused", signed_at=HELD)

    with pytest.raises(VisitIncomplete):
        visits.submit_visit(carried(user).uuid, 1, payload(signatures=(refusal,)), by=user, at=NOW)


def test_a_place_that_could_not_be_inspected_needs_no_answers() -> None:
    user = inspector()
    visit = carried(user)

    visits.submit_visit(
        visit.uuid, 1, payload(answers=(), not_inspected_reason="Tutup", finished=True), by=user, at=NOW
    )

    visit.refresh_from_db()
    assert (visit.conclusion, visit.finding_rows.count()) == ("not_inspected", 0)


def test_an_expired_card_only_reads() -> None:
    user = inspector()
    InspectorCardFactory(user=user, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))

    with pytest.raises(NoCard):
        visits.submit_visit(carried(user).uuid, 1, payload(), by=user, at=NOW)


def test_a_surat_tugas_that_has_ended_only_reads() -> None:
    user = inspector()
    visit = carried(user)
    visit.surat_tugas.ends_on = date(2026, 1, 12)
    visit.surat_tugas.save()

    with pytest.raises(NoTugas):
        visits.submit_visit(visit.uuid, 1, payload(), by=user, at=NOW)


def test_nobody_inspects_the_place_of_the_family() -> None:
    user = inspector()
    visit = carried(user)
    InspectorInterest.objects.create(user=user, facility=visit.facility, kind="family", declared_at=NOW)

    with pytest.raises(OwnFacility) as refused:
        visits.check_out(visit, by=user, at=NOW)

    assert "keluarga" in refused.value.detail


def test_a_visit_begun_without_signal_brings_its_own_uuid() -> None:
    user = inspector()
    tugas = SuratTugasFactory()
    SuratTugasMemberFactory(tugas=tugas, user=user)
    place = FacilityFactory(checklist_kind="dam")
    new, given = uuid4(), payload(answers=(), place=place.public_id, tugas=tugas.public_id)

    visits.submit_visit(new, 0, given, by=user, at=NOW)
    visits.submit_visit(new, 0, given, by=user, at=NOW)

    visit = Visit.objects.get(uuid=new)
    assert (visit.facility, visit.checklist.kind_id, visit.state) == (place, "DAM", "checked_out")


def test_a_concluded_visit_stands() -> None:
    user = inspector()
    visit = carried(user)
    visits.submit_visit(visit.uuid, 1, payload(finished=True), by=user, at=NOW)
    visit.refresh_from_db()
    later = replace(payload(), device_at=NOW)

    with pytest.raises(VisitMoved):
        visits.submit_visit(visit.uuid, visit.version, later, by=user, at=NOW)


def test_the_worker_settles_a_photo() -> None:
    user, shot = inspector(), picture(7)
    visit = carried(user)
    put_photo(visit.uuid, hashlib.sha256(shot).hexdigest(), [shot], by=user, at=NOW)

    outbox.drain()

    assert visit.photos.get().state == "clean"
