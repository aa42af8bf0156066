import encrypted_fields.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("licensing", "0003_judgement_by_a_system"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publicreport",
            name="contact",
            field=encrypted_fields.fields.EncryptedCharField(
                blank=True, max_length=255, null=True, verbose_name="kontak"
            ),
        ),
    ]
