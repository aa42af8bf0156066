"""What apps above may listen to. All are sent inside the transaction of the change; a failing listener undoes it."""

from django.dispatch import Signal

# kwargs: visit, at. Planned, put off, cancelled, carried out.
visit_planned = Signal()
visit_cancelled = Signal()

# kwargs: visit, findings (list of VisitFinding), at. The berita acara is made.
visit_concluded = Signal()

# kwargs: finding, what (answer, accept, reject, close), at.
finding_moved = Signal()

# kwargs: facility, finding, step (PEMBINAAN, TEGURAN-1 …: codes of sanctions.csv), at. Listeners propose the sanction.
sanction_proposed = Signal()

# kwargs: visit, at. Sent before `visit_concluded`: the berita acara is drawn and numbered by who listens here.
visit_recorded = Signal()
