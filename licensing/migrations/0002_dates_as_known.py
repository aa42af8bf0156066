import datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("licensing", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="regulation",
            name="in_force_from",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="berlaku mulai"),
        ),
        migrations.AlterField(
            model_name="regulation",
            name="revoked_on",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="dicabut pada"),
        ),
        migrations.AlterField(
            model_name="allowance",
            name="valid_from",
            field=models.DateField(default=datetime.date(2013, 1, 1), verbose_name="berlaku mulai"),
        ),
        migrations.AlterField(
            model_name="recommendationtype",
            name="valid_from",
            field=models.DateField(default=datetime.date(2013, 1, 1), verbose_name="berlaku mulai"),
        ),
    ]
