"""What the public check answers, case by case (threat 1)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from accounts.models import Office, User
from letters.content import LetterContent
from letters.domain.issuing import read_file, reserve, sign, store, void
from letters.domain.standing import change_standing
from letters.domain.verification import check_code, check_file, check_payload, normal_code, note_check, verdict
from letters.enums import CheckMethod, Standing, Verdict
from letters.exceptions import LetterMoved
from letters.models import Letter, LetterCheck
from tests.letters.conftest import AT, PASSPHRASE

Make = Callable[..., LetterContent]
TODAY = date(2026, 1, 26)


@pytest.fixture
def issue(office: Office, head: User, recommendation: Make) -> Callable[..., Letter]:
    def make(key: str = "rek:1", **more: Letter) -> Letter:
        letter = reserve(recommendation(), office=office, key=key, at=AT, by=head, **more)
        return store(letter, signed=sign(letter, by=head, passphrase=PASSPHRASE, at=AT), at=AT)

    return make


def test_issued_letter_is_valid(issue: Callable[..., Letter]) -> None:
    letter = issue()

    result = check_code(letter.code_grouped, at=AT)

    assert (result.verdict, result.letter, result.since) == (Verdict.VALID, letter, None)


def test_code_is_read_as_people_write_it() -> None:
    assert normal_code(" 7q3k-9xpd oIl ") == "7Q3K9XPD011"


@pytest.mark.parametrize("code", ["", "x", "0" * 28, "'; DROP TABLE", "U" * 28, "A" * 500])
def test_unknown_codes_answer_alike(db: None, code: str) -> None:
    assert check_code(code, at=AT).verdict == Verdict.UNKNOWN


def test_number_without_signature_is_no_letter(office: Office, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT)

    assert check_code(letter.verify_code, at=AT).verdict == Verdict.UNKNOWN


def test_voided_number_is_shown_as_void(office: Office, head: User, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT)
    void(letter, reason="Salah jenis", by=head, at=AT)

    result = check_code(letter.verify_code, at=AT)

    assert (result.verdict, result.since) == (Verdict.VOID, TODAY)


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REVOKED, Standing.SURRENDERED])
def test_standing_is_told_from_its_first_day(issue: Callable[..., Letter], head: User, standing: Standing) -> None:
    letter = issue()
    change_standing(letter, standing=standing, since=TODAY + timedelta(days=2), by=head, at=AT)

    assert check_code(letter.verify_code, at=AT + timedelta(days=1)).verdict == Verdict.VALID
    result = check_code(letter.verify_code, at=AT + timedelta(days=2))
    assert (result.verdict, result.since) == (Verdict(standing.value), TODAY + timedelta(days=2))


def test_reinstated_letter_is_valid_again(issue: Callable[..., Letter], head: User) -> None:
    letter = issue()
    change_standing(letter, standing=Standing.SUSPENDED, since=TODAY, by=head, at=AT)
    change_standing(letter, standing=Standing.VALID, since=TODAY + timedelta(days=9), by=head, at=AT)

    assert check_code(letter.verify_code, at=AT + timedelta(days=8)).verdict == Verdict.SUSPENDED
    assert check_code(letter.verify_code, at=AT + timedelta(days=9)).verdict == Verdict.VALID


def test_replaced_letter_names_its_successor(issue: Callable[..., Letter]) -> None:
    old = issue()
    new = issue("rek:2", replaces=old)

    result = check_code(old.verify_code, at=AT)

    assert (result.verdict, result.successor) == (Verdict.REPLACED, new)


def test_standing_of_an_unissued_letter_cannot_change(office: Office, recommendation: Make) -> None:
    letter = reserve(recommendation(), office=office, key="rek:1", at=AT)

    with pytest.raises(LetterMoved):
        change_standing(letter, standing=Standing.REVOKED, since=TODAY, by=None, at=AT)


@pytest.mark.parametrize(
    ("standing", "end", "answer"),
    [
        (Standing.VALID, None, Verdict.VALID),
        (Standing.VALID, TODAY, Verdict.VALID),
        (Standing.VALID, TODAY - timedelta(days=1), Verdict.EXPIRED),
        (Standing.SUSPENDED, TODAY - timedelta(days=1), Verdict.EXPIRED),
        (Standing.SUSPENDED, TODAY, Verdict.SUSPENDED),
        (Standing.REVOKED, TODAY - timedelta(days=1), Verdict.REVOKED),
        (Standing.REPLACED, TODAY - timedelta(days=1), Verdict.REPLACED),
        (Standing.SURRENDERED, None, Verdict.SURRENDERED),
        (Standing.VOID, None, Verdict.VOID),
    ],
)
def test_last_day_counts_and_ended_effects_stay_named(standing: Standing, end: date | None, answer: Verdict) -> None:
    assert verdict(standing, valid_until=end, on=TODAY) == answer


def test_own_qr_code_is_genuine(issue: Callable[..., Letter]) -> None:
    letter = issue()

    result = check_payload(letter.verify_code, payload=letter.qr_payload, at=AT)

    assert (result.verdict, result.qr_genuine) == (Verdict.VALID, True)


def test_qr_code_of_another_letter_is_noticed(issue: Callable[..., Letter]) -> None:
    letter, other = issue(), issue("rek:2")

    assert check_payload(letter.verify_code, payload=other.qr_payload, at=AT).qr_genuine is False


def test_qr_code_with_one_changed_character_is_noticed(issue: Callable[..., Letter]) -> None:
    letter = issue()
    changed = ("B" if letter.qr_payload[0] != "B" else "C") + letter.qr_payload[1:]

    assert check_payload(letter.verify_code, payload=changed, at=AT).qr_genuine is False


def test_issued_file_is_recognised_with_and_without_its_code(issue: Callable[..., Letter]) -> None:
    letter = issue()
    pdf = read_file(letter)

    assert check_file(pdf, at=AT).letter == letter
    assert check_file(pdf, at=AT, code=letter.verify_code).file_matches is True


def test_file_with_one_changed_byte_does_not_match(issue: Callable[..., Letter]) -> None:
    letter = issue()
    pdf = bytearray(read_file(letter))
    pdf[len(pdf) // 2] ^= 1

    result = check_file(bytes(pdf), at=AT, code=letter.verify_code)

    assert (result.letter, result.file_matches) == (letter, False)
    assert check_file(bytes(pdf), at=AT).letter is None


def test_file_of_another_letter_does_not_match(issue: Callable[..., Letter]) -> None:
    letter, other = issue(), issue("rek:2")

    assert check_file(read_file(other), at=AT, code=letter.verify_code).file_matches is False


def test_check_leaves_a_trace_without_a_name(issue: Callable[..., Letter]) -> None:
    letter = issue()

    note_check(check_code(letter.verify_code, at=AT), method=CheckMethod.CODE, at=AT)

    assert [(check.letter, check.verdict, check.at) for check in LetterCheck.objects.all()] == [
        (letter, Verdict.VALID, AT)
    ]
    assert {field.name for field in LetterCheck._meta.fields} == {"id", "letter", "method", "verdict", "matched", "at"}


def test_check_and_its_trace_take_two_queries_and_a_savepoint(
    issue: Callable[..., Letter], django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    letter = issue()

    with django_assert_num_queries(4):
        note_check(check_code(letter.verify_code, at=AT), method=CheckMethod.CODE, at=AT)
