"""Who may read a letter of a plan (`planning_read`), of a visit or an assignment (`inspection_read`)."""

from typing import Any

from inspections.models import ActivityPlan, SuratTugas, Visit
from letters.models import Letter
from letters.rules import allow_reading


@allow_reading
def reads_plan(user: Any, letter: Letter) -> bool:
    """Tell whether `user` sees the plan whose ToR the letter is."""
    return ActivityPlan.objects.visible_to(user).filter(letter=letter).exists()


@allow_reading
def reads_visit(user: Any, letter: Letter) -> bool:
    """Tell whether `user` sees the visit whose berita acara, or the surat tugas the letter is."""
    if Visit.objects.visible_to(user).filter(letter=letter).exists():
        return True
    return SuratTugas.objects.visible_to(user).filter(letter=letter).exists()
