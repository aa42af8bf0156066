"""News from letters for the apps above. Receivers get `letter` and run after commit, but for `letter_filed`."""

from django.dispatch import Signal

# The file is stored and may be downloaded.
letter_issued = Signal()

# A number was voided before it became a letter.
letter_voided = Signal()

# As `letter_issued`, but inside the transaction that stores the file: for listeners that only write rows.
letter_filed = Signal()
