"""Who may read a letter of a plan, by the row `planning_read`."""

from typing import Any

from inspections.models import ActivityPlan
from letters.models import Letter
from letters.rules import allow_reading


@allow_reading
def reads_plan(user: Any, letter: Letter) -> bool:
    """Tell whether `user` sees the plan whose ToR the letter is."""
    return ActivityPlan.objects.visible_to(user).filter(letter=letter).exists()
