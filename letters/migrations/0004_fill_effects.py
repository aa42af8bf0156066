from django.db import migrations

FIRST = "0001-01-01"


def fill(apps, schema_editor):
    """Write the two standings a letter could have as a list by date."""
    letters = apps.get_model("letters", "Letter").objects.filter(standing_since__isnull=False)
    for letter in letters.iterator(chunk_size=500):
        before = [] if letter.standing_before == "valid" else [{"since": FIRST, "standing": letter.standing_before}]
        letter.effects = [*before, {"since": letter.standing_since.isoformat(), "standing": letter.standing}]
        letter.save(update_fields=["effects"])


def take_back(apps, schema_editor):
    """Keep the last standing but one, as before."""
    for letter in apps.get_model("letters", "Letter").objects.exclude(effects=[]).iterator(chunk_size=500):
        letter.standing_before = letter.effects[-2]["standing"] if len(letter.effects) > 1 else "valid"
        letter.save(update_fields=["standing_before"])


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_standing_by_date")]

    operations = [migrations.RunPython(fill, take_back)]
