"""How many places of practice a profession may have, by the day a file was sent."""

from datetime import date

from licensing.enums import LegalEra
from licensing.models import PlaceLimit
from workforce.models import Profession


def place_limit(profession: Profession | None, era: str, on: date) -> int | None:
    """Return how many places a profession may have for a file sent on `on`; None where no limit is known."""
    if profession is None:
        return None
    if era != LegalEra.NEW:
        return profession.max_places_old
    rows = PlaceLimit.objects.filter(profession_code=profession.code, valid_from__lte=on)
    later: PlaceLimit | None = rows.order_by("valid_from").last()
    return later.limit if later else profession.max_places_new
