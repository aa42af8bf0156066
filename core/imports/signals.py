"""What imports tell the apps: rows went into the database, or out of it, past `save`."""

from django.dispatch import Signal

# kwargs: batch, pks ({model: [key, …]} of rows made, changed or about to be deleted), at. In the transaction.
rows_written = Signal()
