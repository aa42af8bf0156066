"""What others may listen to. All are sent inside the transaction of the change; a failing listener undoes it.

Days are local days of the facility's office and may lie ahead: listeners write intervals from that day on.
"""

from django.dispatch import Signal

# kwargs: facility, on (first day closed), reason, by (User or None), at (aware instant of recording).
facility_closed = Signal()

# kwargs as above; `on` is the first day on which the facility must not work.
facility_suspended = Signal()

# kwargs: facility, on (first day open again), reason, by, at, closure (FacilityClosure that ended), withdrawn
# (True when a closure was called back before its first day, so that nothing ever took effect).
facility_reopened = Signal()

# kwargs: facility, on. Asked, not told: each listener returns a list of `facilities.domain.closing.Concern`.
closing_concerns = Signal()
