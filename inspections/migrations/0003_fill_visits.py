"""Give the visits recorded before checklists their uuid, state, office and moment of conclusion."""

import uuid

from django.db import migrations


def fill(apps, schema_editor):
    """A visit with a conclusion is concluded; the others are planned. The office is that of the inspector's role."""
    Visit = apps.get_model("inspections", "Visit")
    Membership = apps.get_model("accounts", "Membership")
    offices = dict(
        Membership.objects.filter(role="tpk", office__isnull=False).order_by("-id").values_list("user_id", "office_id")
    )
    for visit in Visit.objects.all().iterator():
        visit.uuid = uuid.uuid4()
        visit.office_id = offices.get(visit.inspector_id)
        visit.kind = "application"
        if visit.conclusion:
            visit.state = "concluded"
            visit.concluded_at = visit.held_at
        visit.save(update_fields=["uuid", "office_id", "kind", "state", "concluded_at"])


class Migration(migrations.Migration):

    dependencies = [("inspections", "0002_checklists_and_findings"), ("accounts", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
