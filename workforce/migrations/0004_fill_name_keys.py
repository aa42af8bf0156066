"""Fill the search key of the persons that are there."""

from django.db import migrations

from core.names import name_key


def fill(apps, schema_editor):  # noqa: ARG001
    rows = apps.get_model("workforce", "Person").objects.filter(name_key="")
    batch = []
    for row in rows.only("pk", "name").iterator(chunk_size=2000):
        row.name_key = name_key(row.name)
        batch.append(row)
    rows.model.objects.bulk_update(batch, ["name_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("workforce", "0003_education_merges_and_corrections")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
