import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0007_add_webhooks')]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('core', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='webhookmessage',
            name='job',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.outboxjob'),
        ),
        migrations.AddField(
            model_name='webhookattempt',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='accounts.webhookmessage'),
        ),
        migrations.AddField(
            model_name='webhooksubscription',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='accounts.apiclient', verbose_name='sistem'),
        ),
        migrations.AddField(
            model_name='webhooksubscription',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='webhookmessage',
            name='subscription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='accounts.webhooksubscription'),
        ),
        migrations.AddIndex(
            model_name='webhookmessage',
            index=models.Index(fields=['subscription', 'state'], name='webhook_message_state'),
        ),
    ]
