"""What others may listen to. Both are sent inside the transaction of the change (DECISIONS 13, PRODUCT 13)."""

from django.dispatch import Signal

# kwargs: application, event. Listeners write rows (letters, messages, outbox); a failing one undoes the move.
application_moved = Signal()

# kwargs: licence, status, row (LicenceStatus, None for a new licence), at. It changed, now or from a day to come.
licence_changed = Signal()

# kwargs: sanction, what (propose, decide, execute, reject, repair), at.
sanction_moved = Signal()

# kwargs: coordination (VisitCoordination), at. A body was asked about a visit; the letter is queued by who listens.
visit_coordination_asked = Signal()
