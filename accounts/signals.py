"""What other apps may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that confirms a calendar: version: CalendarVersion, by: User, at: datetime.
# Listeners recompute the open clocks of `version.office`.
calendar_confirmed = Signal()

# Asked, not told: how many files of `office: Office` fall due on the day `on: date`; each receiver returns an int.
files_due = Signal()
