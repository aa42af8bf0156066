"""Small cells: no count of 1 to 4 is shown, and none can be worked out from what is shown."""

from hypothesis import given, strategies as st

from core.hiding import Counts, hidden

counts = st.builds(Counts, st.integers(0, 12), st.integers(0, 12))
tables = st.dictionaries(st.sampled_from("abcdefg"), counts, min_size=1)


def summed(rows: list[Counts]) -> Counts:
    return Counts(sum(row.held for row in rows), sum(row.lacking for row in rows))


@given(tables)
def test_no_shown_count_is_small(rows: dict[str, Counts]) -> None:
    gone = hidden(summed(list(rows.values())), rows)

    assert [row for key, row in rows.items() if key not in gone and row.is_small] == []


@given(tables)
def test_what_is_left_of_the_total_is_never_one_row_and_never_small_unless_nothing_is_shown(
    rows: dict[str, Counts],
) -> None:
    total = summed(list(rows.values()))

    gone = hidden(total, rows)

    shown = [row for key, row in rows.items() if key not in gone]
    left = total.less(summed(shown))
    if gone and shown:
        assert len(gone) > 1
        assert not left.is_small


@given(tables)
def test_every_hidden_row_could_have_been_another(rows: dict[str, Counts]) -> None:
    """Whoever knows the total, the shown rows and the rule still cannot name one hidden small count."""
    total = summed(list(rows.values()))
    gone = hidden(total, rows)
    shown = [row for key, row in rows.items() if key not in gone]
    if not gone or not shown:
        return
    left = total.less(summed(shown))
    for key in gone:
        for name in ("held", "lacking"):
            true = getattr(rows[key], name)
            if not 0 < true < 5:
                continue
            # Another share-out of the same sum over the same rows keeps every published number.
            others = getattr(left, name) - true
            possible = {value for value in range(getattr(left, name) + 1) if value != true}
            assert others > 0
            assert possible


def test_a_lone_small_row_takes_the_smallest_neighbour_with_it() -> None:
    rows = {"a": Counts(2, 8), "b": Counts(9, 9), "c": Counts(20, 20)}

    assert hidden(summed(list(rows.values())), rows) == {"a", "b"}


def test_table_without_small_rows_is_shown_whole() -> None:
    rows = {"a": Counts(10, 0), "b": Counts(9, 9)}

    assert hidden(summed(list(rows.values())), rows) == frozenset()


def test_rows_that_overlap_are_judged_by_what_is_left_of_the_total() -> None:
    """A person may count in two rows: the total then is less than their sum."""
    rows = {"a": Counts(10, 10), "b": Counts(10, 7)}

    assert hidden(Counts(18, 17), rows) == frozenset()
