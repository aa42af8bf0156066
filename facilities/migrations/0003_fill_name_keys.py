"""Fill the search key of the facilities that are there."""

from django.db import migrations

from core.names import name_key


def fill(apps, schema_editor):  # noqa: ARG001
    rows = apps.get_model("facilities", "Facility").objects.filter(name_key="")
    batch = []
    for row in rows.only("pk", "name").iterator(chunk_size=2000):
        row.name_key = name_key(row.name)
        batch.append(row)
    rows.model.objects.bulk_update(batch, ["name_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("facilities", "0002_kinds_closures_and_dated_persons")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
