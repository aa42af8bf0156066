from typing import Any

from django.db import migrations


def number_messages(apps: Any, schema_editor: Any) -> None:
    """Give each message its rank among those of its subscription, in the order they were written."""
    using = schema_editor.connection.alias
    subscriptions = apps.get_model("accounts", "WebhookSubscription").objects.using(using)
    messages = apps.get_model("accounts", "WebhookMessage").objects.using(using)
    for subscription in subscriptions.order_by("pk").only("pk"):
        rows = list(messages.filter(subscription=subscription).order_by("pk").only("pk"))
        for rank, row in enumerate(rows, start=1):
            row.sequence = rank
        messages.bulk_update(rows, ["sequence"], batch_size=500)
        subscription.last_sequence = len(rows)
        subscription.save(update_fields=["last_sequence"])


def forget_numbers(apps: Any, schema_editor: Any) -> None:
    """Before, the key was the number."""
    using = schema_editor.connection.alias
    apps.get_model("accounts", "WebhookMessage").objects.using(using).update(sequence=None)
    apps.get_model("accounts", "WebhookSubscription").objects.using(using).update(last_sequence=0)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_webhook_sequence'),
    ]

    operations = [
        migrations.RunPython(number_messages, forget_numbers),
    ]
