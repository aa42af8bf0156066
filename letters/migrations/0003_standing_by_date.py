from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_signed_elsewhere")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="effects",
            field=models.JSONField(blank=True, default=list, verbose_name="status menurut tanggal"),
        ),
    ]
