"""The `sequence` of messages: each subscription counts its own from 1, without gaps.

Numbers are given in a short transaction of the worker, not in that of the change: the counter of a system that listens
to a whole province would otherwise make its offices wait for each other until commit, and wait in circles with their
audit chains. The keys say in which order the changes of one object were written, and numbers follow the keys.
"""

from django.db import transaction

from accounts.models import WebhookMessage, WebhookSubscription


@transaction.atomic
def number(message: WebhookMessage) -> None:
    """Give the message its number, and first one to every message written before it, where it is missing."""
    rows = WebhookSubscription.objects.select_for_update(no_key=True)
    subscription = rows.get(pk=message.subscription_id)
    messages = WebhookMessage.objects.filter(subscription=subscription, pk__lte=message.pk)
    waiting = list(messages.filter(sequence=None).order_by("pk").only("pk"))
    for each in waiting:
        subscription.last_sequence += 1
        each.sequence = subscription.last_sequence
    if waiting:
        WebhookMessage.objects.bulk_update(waiting, ["sequence"], batch_size=500)
        subscription.save(update_fields=["last_sequence"])
    message.refresh_from_db(fields=["sequence"])
