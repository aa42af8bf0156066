from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from core.audit_chain import (
    Entry,
    Head,
    canonical_json,
    dump_line,
    main,
    read_dump,
    verdict,
    verify_dump,
)


def chain_of(length: int, *, name: str = "dinkes") -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        draft = Entry(
            chain=name,
            seq=seq,
            at=f"2026-01-13T03:00:{seq:02d}.000000+00:00",
            actor="7",
            role="technical",
            action="verify",
            object_type="licensing.Application",
            object_id=str(seq),
            reason="",
            payload={"from": "submitted"},
            prev_hash=entries[-1].hash if entries else "",
            hash="",
        )
        entries.append(replace(draft, hash=draft.digest()))
    return entries


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].chain, entries[-1].seq, entries[-1].hash)


def fault_of(entries: list[Entry], *, head: Head, anchors: list[Head] | None = None) -> tuple[int, str] | None:
    fault = verdict("dinkes", entries, head=head, anchors=anchors or []).fault
    return fault and (fault.seq, fault.code)


def test_whole_chain_has_no_fault() -> None:
    entries = chain_of(5)

    assert verdict("dinkes", entries, head=head_of(entries)).fault is None


def test_empty_chain_is_whole() -> None:
    assert fault_of([], head=Head("dinkes", 0, "")) is None


def test_edited_row_is_named() -> None:
    entries = chain_of(5)
    edited = [*entries[:2], replace(entries[2], action="withdraw"), *entries[3:]]

    assert fault_of(edited, head=head_of(entries)) == (3, "content")


def test_edited_row_with_a_fitting_hash_breaks_the_next_link() -> None:
    entries = chain_of(5)
    forged = replace(entries[2], action="withdraw")
    forged = replace(forged, hash=forged.digest())

    assert fault_of([*entries[:2], forged, *entries[3:]], head=head_of(entries)) == (4, "link")


def test_deleted_row_is_named() -> None:
    entries = chain_of(5)

    assert fault_of([*entries[:2], *entries[3:]], head=head_of(entries)) == (3, "sequence")


def test_inserted_row_is_named() -> None:
    entries = chain_of(5)
    inserted = replace(entries[1], action="sign")
    inserted = replace(inserted, hash=inserted.digest())

    assert fault_of([*entries[:2], inserted, *entries[2:]], head=head_of(entries)) == (3, "sequence")


def test_reordered_rows_are_named() -> None:
    entries = chain_of(5)
    swapped = [
        entries[0],
        replace(entries[2], seq=2),
        replace(entries[1], seq=3),
        *entries[3:],
    ]

    assert fault_of(swapped, head=head_of(entries)) == (2, "link")


def test_cut_tail_does_not_fit_the_head() -> None:
    entries = chain_of(5)

    assert fault_of(entries[:3], head=head_of(entries)) == (4, "head")


def test_cut_tail_with_a_forged_head_does_not_fit_the_anchor() -> None:
    entries = chain_of(5)
    anchor = head_of(entries)

    assert fault_of(entries[:3], head=head_of(entries[:3]), anchors=[anchor]) == (4, "anchor")


def test_chain_rewritten_from_the_start_does_not_fit_the_anchor() -> None:
    anchor = head_of(chain_of(3))
    forged = [replace(entry, actor="8", prev_hash="", hash="") for entry in chain_of(1)]
    forged = [replace(entry, hash=entry.digest()) for entry in forged]
    later = Head("dinkes", 1, chain_of(1)[0].hash)

    assert fault_of(forged, head=head_of(forged), anchors=[anchor, later]) == (1, "anchor")


def test_dump_of_two_chains_is_checked_one_by_one() -> None:
    good, bad = chain_of(3), chain_of(3, name="portal")[1:]
    lines = [dump_line(row) for row in [head_of(good), *good, *bad]]

    verdicts = verify_dump(read_dump(lines))

    assert [(one.chain, one.fault and one.fault.code) for one in verdicts] == [
        ("dinkes", None),
        ("portal", "sequence"),
    ]


def test_unreadable_line_of_a_dump_is_named() -> None:
    with pytest.raises(ValueError, match="line 2 is not a row"):
        list(read_dump([dump_line(chain_of(1)[0]), '{"seq": 2}']))


def test_stand_alone_verifier_says_whole_or_names_the_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = chain_of(3)
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    whole.write_text("\n".join(map(dump_line, [head_of(entries), *entries])))
    cut.write_text("\n".join(map(dump_line, [head_of(entries), *entries[:2]])))

    assert (main([str(whole)]), main([str(cut)]), main([])) == (0, 1, 2)
    assert capsys.readouterr().out.splitlines() == [
        "dinkes: 3 rows, whole",
        "dinkes: row 3 is the first bad one (head): the chain ends at 2, its head says 3",
    ]


def test_spelling_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": ["é", None]}) == '{"a":["é",null],"b":1}'


def test_floats_are_refused_for_they_have_no_single_spelling() -> None:
    with pytest.raises(TypeError):
        canonical_json({"share": [0.1]})


@given(st.data())
def test_no_change_of_any_row_goes_unseen(data: st.DataObject) -> None:
    entries = chain_of(6)
    place = data.draw(st.integers(0, 5))
    name = data.draw(st.sampled_from(["at", "actor", "role", "action", "object_type", "object_id", "reason"]))
    value = data.draw(st.text().filter(lambda text: text != getattr(entries[place], name)))
    forged = replace(entries[place], **{name: value})
    if data.draw(st.booleans()):
        forged = replace(forged, hash=forged.digest())

    changed = [*entries[:place], forged, *entries[place + 1 :]]

    assert verdict("dinkes", changed, head=head_of(entries)).fault is not None


@given(st.permutations(range(6)), st.integers(0, 6))
def test_no_other_order_and_no_shorter_chain_goes_unseen(order: list[int], length: int) -> None:
    entries = chain_of(6)
    shuffled = [entries[place] for place in order][:length]

    whole = verdict("dinkes", shuffled, head=head_of(entries)).fault is None

    assert whole == (shuffled == entries)
