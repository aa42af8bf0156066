"""Two cities of one portal: the same kinds of rows in each, and rows of the second that point into the first."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.domain.webhooks import publishing
from accounts.enums import ExportState
from accounts.models import ApiClient, ExportJob, Office
from core import files
from facilities.models import Facility
from letters.enums import LetterState, Method
from licensing.domain.fhir.resources import fhir_id, placement_id
from licensing.enums import State
from licensing.models import ApplicationLetter
from sejaras.settings.base import SCOPES
from spm.enums import CommitmentState, Programme
from spm.models import Commitment, CommitmentStatus, Indicator, Network
from tests.factories.accounts import (
    CITY,
    ApiClientFactory,
    LicensingOfficeFactory,
    OfficeFactory,
    RegionFactory,
    WebhookSubscriptionFactory,
)
from tests.factories.facilities import FacilityFactory
from tests.factories.inspections import VisitFindingFactory
from tests.factories.letters import LetterFactory
from tests.factories.licensing import (
    ApplicationEventFactory,
    ApplicationFactory,
    DocumentFactory,
    FilingBatchFactory,
    LicenceFactory,
)
from tests.factories.outreach import PickupFactory, PuskesmasFactory, ServiceAreaFactory
from tests.factories.spm import ValueFactory
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory, SkpRecordFactory
from workforce.models import Placement

FAR_CITY = "16.73"
AT = datetime(2026, 1, 27, 2, 0, tzinfo=UTC)  # Tuesday 09.00 WIB
VILLAGES = {CITY: f"{CITY}.02.1007", FAR_CITY: f"{FAR_CITY}.01.1001"}
# Stands in every text of the second city, so an answer that holds it has leaked.
CANARY = "Kotaseberang"
SHEET = b"%PDF-1.7 contoh"


@dataclass
class City:
    """A region with its offices, its system, and for each kind of address below the API one row."""

    code: str
    client_id: str
    office: Office
    health_office: Office
    placement: Placement
    named: dict[str, str] = field(default_factory=dict)

    @property
    def village(self) -> str:
        """The kelurahan where everything stands."""
        return VILLAGES[self.code]


def make_city(code: str, *, mark: str = "") -> City:
    """Create the rows of a city. `mark` is written into every name and text."""
    tail = code.replace(".", "")
    region, village = RegionFactory(code=code), RegionFactory(code=VILLAGES[code])
    health = OfficeFactory(code=f"DINKES-{tail}", region=region)
    licensing = LicensingOfficeFactory(code=f"DPMPTSP-{tail}", region=region)
    place = FacilityFactory(
        name=f"Puskesmas {mark or 'Contoh'}", code=f"PKM-{tail}", kind="puskesmas", ownership="kota", region=village
    )
    person = PersonFactory(name=f"Tenaga {mark or 'Contoh'}")
    nurse = PractitionerFactory(person=person)
    SkpRecordFactory(practitioner=nurse)
    placement = PlacementFactory(practitioner=nurse, facility=place)
    city = City(code, f"sistem-{tail}", licensing, health, placement)
    city.named = {
        "facility": place.public_id,
        "practitioner": nurse.public_id,
        "Organization": fhir_id(place.public_id),
        "Location": fhir_id(place.public_id),
        "Practitioner": fhir_id(nurse.public_id),
        "PractitionerRole": placement_id(placement),
        **_files(city, place, mark),
        **_hooks(city),
        **_outreach(city, mark),
    }
    _figures(place)
    city.named["network"] = Network.objects.create(
        region=region, lead=place, name=f"Jejaring {mark or 'Contoh'}", created_at=AT
    ).public_id
    CommitmentStatus.objects.create(
        region=region,
        commitment=Commitment.objects.order_by("pk")[0],
        state=CommitmentState.MET,
        since=AT.date(),
        proof=f"Surat {mark}",
        recorded_at=AT,
    )
    finding = VisitFindingFactory(visit__office=health, visit__facility=place, text=f"Papan nama {mark}: belum ada")
    city.named["visit"] = finding.visit.public_id
    city.named["region"] = code
    return city


def _files(city: City, place: Facility, mark: str) -> dict[str, str]:
    """A sent file with its letter, a draft of the system itself, and a licence."""
    rows = {"place": place, "licensing_office": city.office, "health_office": city.health_office}
    rows |= {"region": place.region, "client_id": city.client_id, "applicant": None, "filed_by": None}
    person = city.placement.practitioner.person
    facts = {"applicant_name": person.name, "external_reference": f"REF-{city.code}{mark}", "person": person}
    sent = ApplicationFactory(state=State.SUBMITTED, **rows, **facts)
    draft = ApplicationFactory(**rows, **facts)
    ApplicationEventFactory(application=sent, actor=None, client_id=city.client_id, actor_role="client")
    DocumentFactory(application=sent, display_name=f"STR {mark}.pdf")
    stored = files.save(SHEET, folder="letters", suffix=".pdf")
    letter = LetterFactory(
        kind_id="SIP", method=Method.SEAL,
        office=city.office, subject=f"Surat {mark}", holder=mark, state=LetterState.ISSUED,
        issued_at=AT, file_name=stored.name, sha256=hashlib.sha256(SHEET).hexdigest(), size=len(SHEET),
    )  # fmt: skip
    ApplicationLetter.objects.create(application=sent, letter=letter)
    licence = LicenceFactory(
        office=city.office, place=place, holder_person=person, profession=city.placement.practitioner.profession,
        number=f"500.16.7/{city.code}/SIPP/2024", letter=letter,
    )  # fmt: skip
    batch = FilingBatchFactory(office=city.office, client_id=city.client_id, created_by=None, file_name=f"{mark}.xlsx")
    batch.rows.create(number=2, reference=f"REF-{mark}", body_hash="0" * 64, outcome="draft", application=draft)
    found = {"application": sent.number, "draft": draft.number, "letter": letter.public_id, "batch": batch.public_id}
    return {**found, "licence": licence.public_id, "licence_number": licence.number, "verify": letter.verify_code}


def _hooks(city: City) -> dict[str, str]:
    client: ApiClient = ApiClientFactory(client_id=city.client_id, office=city.office, scopes=list(SCOPES))
    kinds = ["application.moved", "licence.changed", "letter.issued"]
    hook = WebhookSubscriptionFactory(client=client, url=f"http://127.0.0.1:9/{city.code}", event_types=kinds)
    message = publishing.send_test(hook, at=AT)
    sheet = files.save(city.code.encode(), folder="exports", suffix=".csv")
    export = ExportJob.objects.create(
        kind="facilities", file_format="csv", client=client, state=ExportState.DONE, row_count=1, expected=1,
        file_name=sheet.name, size=sheet.size, sha256=sheet.sha256, created_at=AT, done_at=AT,
        expires_at=AT + timedelta(days=1),
    )  # fmt: skip
    return {"webhook": hook.public_id, "message": message.message_id, "export": export.public_id}


def _outreach(city: City, mark: str) -> dict[str, str]:
    region = RegionFactory(code=city.village)
    office = PuskesmasFactory(code=f"PKM-01-{city.code}", region=region)
    ServiceAreaFactory(region=region, office=office)
    pickup = PickupFactory(office=office, region=region, place=f"Rumah {mark}", number=f"J-{city.code}-2026-1")
    return {"pickup": pickup.public_id}


def _figures(place: Facility) -> None:
    for programme in (Programme.SPM_CITY, Programme.ILP):
        indicator = Indicator.objects.in_force(date(2026, 1, 1)).filter(programme=programme).order_by("pk").first()
        ValueFactory(indicator=indicator, region=place.region, facility=place, numerator=90, denominator=100)


def tie(far: City, near: City) -> None:
    """Rows of `far` that point into `near`: a branch of its clinic, a second post and SIP of its nurse, a file."""
    region = RegionFactory(code=far.village)
    home, nurse = near.placement.facility, near.placement.practitioner
    branch = FacilityFactory(name=f"Cabang {CANARY}", region=region, parent=home, kind="pustu")
    PlacementFactory(practitioner=nurse, facility=branch)
    LicenceFactory(office=far.office, place=branch, holder_person=nurse.person, profession=nurse.profession)
    ApplicationFactory(
        state=State.SUBMITTED, place=branch, region=region, person=nurse.person, applicant=None, filed_by=None,
        licensing_office=far.office, health_office=far.health_office, applicant_name=nurse.person.name,
    )  # fmt: skip
    indicator = Indicator.objects.in_force(date(2026, 1, 1)).filter(programme=Programme.ILP).order_by("pk").first()
    ValueFactory(indicator=indicator, region=region, facility=branch, numerator=7, denominator=9)


def facts_of(city: City) -> dict[str, Any]:
    """Values of the city for the parameters of lists, by name."""
    place, nurse = city.placement.facility, city.placement.practitioner
    return {
        "facility": place.public_id, "region": city.village, "kecamatan": city.village.rpartition(".")[0],
        "kelurahan": city.village, "city": city.code, "name": place.name, "code": place.code,
        "q": nurse.person.name, "number": city.named["application"], "str_number": nurse.str_number,
        "external_reference": f"REF-{city.code}", "identifier": nurse.str_number,
    }  # fmt: skip
