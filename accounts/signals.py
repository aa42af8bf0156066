"""What other apps may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that confirms a calendar: version: CalendarVersion, by: User, at: datetime.
# Listeners recompute the open clocks of `version.office`.
calendar_confirmed = Signal()

# Asked, not told: how many files of `office: Office` fall due on the day `on: date`; each receiver returns an int.
files_due = Signal()

# A service counted its month: sender: its name ("outreach"), office: Office, starts_on and ends_on: date (the end not
# included), figures: code → (numerator, denominator), at: datetime. Apps above do not know each other; whoever keeps
# indicators (SPM, ILP) listens. A month that changed is sent again: a listener overwrites what it kept of it.
figures_ready = Signal()

# Somebody wrote to the portal's WhatsApp number and it was no STOP: phone: E.164, text: as written, key: the provider's
# id of the message (the same notice may come twice), at: datetime. Listeners keep nothing they cannot use.
text_received = Signal()
