from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("letters", "0004_fill_effects")]

    operations = [migrations.RemoveField(model_name="letter", name="standing_before")]
