"""What others may listen to. Both are sent inside the transaction of the change (DECISIONS 13, PRODUCT 13)."""

from django.dispatch import Signal

# kwargs: application, event. Listeners write rows (letters, messages, outbox); a failing one undoes the move.
application_moved = Signal()

# kwargs: licence, status. A licence changed its standing.
licence_changed = Signal()
