"""Who may read a letter of an application: whoever sees the application under the row `letter_download`."""

from typing import Any

from letters.models import Letter
from letters.rules import allow_reading
from licensing.models import Application


@allow_reading
def reads_application(user: Any, letter: Letter) -> bool:
    """Tell whether `user` sees the application the letter belongs to."""
    rows = Application.objects.visible_to(user, "letter_download")
    return rows.filter(letter_links__letter=letter).exists()
