from typing import Any

from django.db import migrations


def number_messages(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001  # Django's signature
    """Give each message its rank among those of its subscription, in the order they were written."""
    subscriptions = apps.get_model("accounts", "WebhookSubscription")
    messages = apps.get_model("accounts", "WebhookMessage")
    for subscription in subscriptions.objects.order_by("pk").only("pk"):
        rows = list(messages.objects.filter(subscription=subscription).order_by("pk").only("pk"))
        for rank, row in enumerate(rows, start=1):
            row.sequence = rank
        messages.objects.bulk_update(rows, ["sequence"], batch_size=500)
        subscription.last_sequence = len(rows)
        subscription.save(update_fields=["last_sequence"])


def forget_numbers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001  # Django's signature
    """Before, the key was the number."""
    apps.get_model("accounts", "WebhookMessage").objects.update(sequence=None)
    apps.get_model("accounts", "WebhookSubscription").objects.update(last_sequence=0)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_webhook_sequence'),
    ]

    operations = [
        migrations.RunPython(number_messages, forget_numbers),
    ]
