"""What other systems are told of applications, licences and letters: ids, states, versions, and nothing of a person."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.webhooks import event_types, publishing
from letters.models import Letter
from licensing.models import Application, ApplicationEvent, ApplicationLetter, Licence, LicenceStatus

APPLICATION = "application.moved"
LICENCE = "licence.changed"
LETTER = "letter.issued"


def register() -> None:
    """Declare the types; each needs the scope with which the same facts are read."""
    event_types.declare(APPLICATION, _("Permohonan berpindah keadaan"), scope="applications:read")
    event_types.declare(LICENCE, _("Izin terbit atau berubah status"), scope="licences:read")
    event_types.declare(LETTER, _("Surat permohonan terbit"), scope="letters:read")


def publish_move(application: Application, event: ApplicationEvent) -> None:
    """A move of the table, in its own transaction; the row is locked, so sequences rise with versions."""
    data = {
        "number": application.number,
        "action": event.action,
        "from": event.from_state,
        "state": event.to_state,
        "version": application.version,
    }
    publishing.publish(APPLICATION, region=application.region_id, data=data, at=event.at)


def publish_licence(licence: Licence, status: str, row: LicenceStatus | None, *, at: datetime) -> None:
    """A new licence, or a status that holds from `valid_from`, which may be a day to come."""
    data = {
        "id": licence.public_id,
        "type": licence.type_code,
        "status": str(status),
        "valid_from": (licence.starts_on if row is None else row.valid_from).isoformat(),
        "version": licence.version,
    }
    publishing.publish(LICENCE, region=licence.office.region_id, data=data, at=at)


def publish_letter(letter: Letter) -> None:
    """The letter of an application may be fetched; letters of other things are told by what they change."""
    link = ApplicationLetter.objects.select_related("application").filter(letter=letter).first()
    if link is None or letter.issued_at is None:
        return
    data = {"id": letter.public_id, "application": link.application.number, "sha256": letter.sha256}
    publishing.publish(LETTER, region=link.application.region_id, data=data, at=letter.issued_at)
