"""What others may listen to; sent inside the transaction of the change, a failing listener undoes it."""

from django.dispatch import Signal

# kwargs: kept (Person), merged (Person), practitioners (merged Practitioner pk → kept Practitioner), by (User), at.
# Listeners move their own keys from `merged` to `kept` and return {model label: rows moved} for the trace.
persons_merged = Signal()
