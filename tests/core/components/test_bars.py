"""Bars one under the other: a long label stands on lines of its own and pushes the next bar down."""

from core.components import Bar, BarChart


def test_a_long_label_takes_lines_that_leave_room_for_the_figure() -> None:
    chart = BarChart(
        "x", "Judul", [Bar("Sertifikat Pelatihan Keamanan Pangan Siap Saji bagi Penjamah", 9, 10), Bar("Bidan", 1, 1)]
    )

    first, second = chart.rows

    assert [line for line, _y in first.lines] == ["Sertifikat Pelatihan Keamanan", "Pangan Siap Saji bagi Penjamah"]
    assert (first.label_y, first.bar_y, second.label_y, second.bar_y) == ("15", "40", "97", "104")
    assert chart.height == "146"


def test_a_short_label_keeps_its_place() -> None:
    row = BarChart("x", "Judul", [Bar("Bidan", 1, 2)]).rows[0]

    assert (row.lines, row.bar_y, row.tick_y, row.basis_y) == ((("Bidan", "15"),), "22", "19", "49")
