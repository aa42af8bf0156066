"""What activity plans of the health office ask of coverage (inspections.domain.coverage_lending)."""

from urllib.parse import urlencode

from django.urls import reverse

from inspections.domain.coverage_lending import CoverageCut, CoverageFigure, register as register_lender
from licensing.domain.coverage.counting import DISTRICT_CODE, NOTHING, Cut
from licensing.domain.coverage.reading import read


def figure(asked: CoverageCut) -> CoverageFigure:
    """Return the coverage of a cut with the address of its list."""
    areas = (asked.area,) if asked.area else ()
    cut = Cut(asked.on, areas=areas, profession=asked.profession, facility=asked.facility, kind=asked.kind)
    found = read(cut, asked.measure).get((), NOTHING)
    query = {
        "list": "obliged",
        "measure": asked.measure,
        "on": asked.on.isoformat(),
        "kecamatan": asked.area if len(asked.area) == DISTRICT_CODE else "",
        "facility": asked.facility,
        "kind": asked.kind,
        "profession": asked.profession,
    }
    address = urlencode({name: value for name, value in query.items() if value})
    return CoverageFigure(found.held, found.obliged, f"{reverse('coverage_list')}?{address}")


def register() -> None:
    """Lend the figures; called once the apps are ready."""
    register_lender(figure)
