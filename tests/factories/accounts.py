"""Regions and offices as shipped, and people who sign in."""

from datetime import UTC, date, datetime

import factory

from accounts.domain.webhooks.signing import new_secret
from accounts.enums import ActingKind, CalendarState, OfficeKind, Position, RegistrationMode, Role
from accounts.models import (
    ActingAppointment,
    ApiClient,
    CalendarVersion,
    ClientRequest,
    InboxMessage,
    Invitation,
    Membership,
    MessageTemplate,
    Office,
    Official,
    OneTimeCode,
    Region,
    User,
    WebhookSubscription,
)
from core.crypto import keyed_hash
from core.workdays import snapshot_of
from tests.factories.reference_rows import row, rows

PASSWORD = "sejaras-demo"
LONG_AGO = datetime(2013, 1, 1, tzinfo=UTC)
CITY = "16.74"
REGION_NAMES = {line["code"]: line["name"] for line in rows("accounts/reference/regions.csv")}
LEVELS = {1: "provinsi", 2: "kota", 3: "kecamatan"}


class RegionFactory(factory.django.DjangoModelFactory[Region]):
    """A shipped region by its code, with the regions above it; an invented code gets an invented name."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "16.74.02.1007"
    parent = factory.LazyAttribute(
        lambda region: RegionFactory(code=region.code.rpartition(".")[0]) if "." in region.code else None
    )
    level = factory.LazyAttribute(lambda region: _level(region.code))
    name = factory.LazyAttribute(lambda region: _region_name(region.code))


def _level(code: str) -> str:
    parts = code.split(".")
    return LEVELS.get(len(parts)) or ("desa" if parts[3].startswith("2") else "kelurahan")


def _region_name(code: str) -> str:
    return REGION_NAMES.get(code, f"Wilayah {code}")


class CalendarVersionFactory(factory.django.DjangoModelFactory[CalendarVersion]):
    """Version 1: the shipped holidays and office hours, confirmed long ago."""

    class Meta:
        model = CalendarVersion
        django_get_or_create = ("office", "number")

    office = factory.SubFactory("tests.factories.accounts.OfficeFactory", calendar=None)
    number = 1
    snapshot = factory.LazyFunction(
        lambda: snapshot_of(rows("accounts/reference/holidays.csv"), rows("accounts/reference/office-hours.csv"))
    )
    state = CalendarState.CONFIRMED
    reason = "Kalender acuan"
    proposed_at = LONG_AGO
    recorded_at = LONG_AGO


class OfficeFactory(factory.django.DjangoModelFactory[Office]):
    """The city's health office with its calendar; another `code` makes another office."""

    class Meta:
        model = Office
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = "DINKES-1674"
    kind = OfficeKind.HEALTH
    region = factory.SubFactory(RegionFactory, code=CITY)
    name = "Dinas Kesehatan Kota Prabumulih"
    short_name = "Dinas Kesehatan"
    government = "Pemerintah Kota Prabumulih"
    registration = RegistrationMode.AUTOMATIC
    address = "Jalan Contoh Nomor 1"
    city = "Prabumulih"
    postal_code = "31121"
    phone = "(0713) 000000"
    email = "dinkes@prabumulih.example"
    letter_settings = factory.LazyFunction(lambda: {"classification": {"default": "400.7.22"}})
    calendar = factory.RelatedFactory(CalendarVersionFactory, factory_related_name="office")


class LicensingOfficeFactory(OfficeFactory):
    """The city's DPMPTSP with its calendar."""

    code = "DPMPTSP-1674"
    kind = OfficeKind.LICENSING
    name = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Prabumulih"
    short_name = "DPMPTSP"
    email = "dpmptsp@prabumulih.example"
    letter_settings = factory.LazyFunction(lambda: {"classification": {"default": "500.16.7"}})


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person who signs in by e-mail with PASSWORD; `phone="+628000000123"` gives a phone as well."""

    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Orang Contoh {n}")
    email = factory.Sequence(lambda n: f"orang{n}@contoh.example")
    phone = None
    phone_hash = factory.LazyAttribute(lambda user: keyed_hash(user.phone, "phone") if user.phone else None)
    phone_last4 = factory.LazyAttribute(lambda user: user.phone[-4:] if user.phone else "")
    password = factory.django.Password(PASSWORD)
    consent_at = LONG_AGO
    email_verified_at = LONG_AGO


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """A role in the health office since 2020, open-ended."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.TPK
    office = factory.SubFactory(OfficeFactory)
    decree_number = "800/0001/DINKES/2020"
    decree_date = date(2019, 12, 30)
    card_number = factory.LazyAttribute(lambda held: "TPK-0001" if held.role == Role.TPK else "")
    starts_on = date(2020, 1, 1)


class OfficialFactory(factory.django.DjangoModelFactory[Official]):
    """The head of the health office since 2020."""

    class Meta:
        model = Official

    office = factory.SubFactory(OfficeFactory)
    position = Position.HEALTH_HEAD
    user = factory.SubFactory(UserFactory)
    title = factory.LazyAttribute(lambda official: str(Position(official.position).label))
    name_with_degrees = factory.LazyAttribute(lambda official: f"dr. {official.user.name}, M.Kes.")
    rank = "Pembina Utama Muda / IV c"
    nip = "99000000 000000 0 000"
    starts_on = date(2020, 1, 1)


class ActingAppointmentFactory(factory.django.DjangoModelFactory[ActingAppointment]):
    """A Plh. for a week in January 2026."""

    class Meta:
        model = ActingAppointment

    official = factory.SubFactory(OfficialFactory)
    user = factory.SubFactory(UserFactory)
    kind = ActingKind.PLH
    title = "Sekretaris Dinas Kesehatan"
    name_with_degrees = factory.LazyAttribute(lambda acting: f"{acting.user.name}, S.K.M.")
    decree_number = "800/0002/DINKES/2026"
    decree_date = date(2026, 1, 9)
    starts_on = date(2026, 1, 12)
    ends_on = date(2026, 1, 18)


class MessageTemplateFactory(factory.django.DjangoModelFactory[MessageTemplate]):
    """A shipped message by its code."""

    class Meta:
        model = MessageTemplate
        django_get_or_create = ("code",)

    code = "REQ_RECEIVED"
    audience = factory.LazyAttribute(lambda text: _message(text.code)["audience"])
    channels = factory.LazyAttribute(lambda text: _message(text.code)["channels"].split(";"))
    urgent = factory.LazyAttribute(lambda text: _message(text.code)["urgent"] == "true")
    reminder = factory.LazyAttribute(lambda text: _message(text.code)["reminder"] == "true")
    dedupe_rule = factory.LazyAttribute(lambda text: _message(text.code)["dedupe_rule"])
    text_id = factory.LazyAttribute(lambda text: _message(text.code)["text_id"])
    text_en = factory.LazyAttribute(lambda text: _message(text.code)["text_en"])
    wa_category = factory.LazyAttribute(lambda text: _message(text.code)["wa_category"])
    wa_text_id = factory.LazyAttribute(lambda text: _message(text.code)["wa_text_id"])
    wa_params = factory.LazyAttribute(lambda text: [p for p in _message(text.code)["wa_params"].split(";") if p])
    source = factory.LazyAttribute(lambda text: _message(text.code)["source"])


def _message(code: str) -> dict[str, str]:
    return row("accounts/reference/messages.csv", code)


class InboxMessageFactory(factory.django.DjangoModelFactory[InboxMessage]):
    """A message to a person, unread."""

    class Meta:
        model = InboxMessage

    user = factory.SubFactory(UserFactory)
    template = factory.SubFactory(MessageTemplateFactory)
    dedupe_key = factory.Sequence(lambda n: f"pesan-{n}")
    text = "SEJARAS: Permohonan kami terima."
    created_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)


class OneTimeCodeFactory(factory.django.DjangoModelFactory[OneTimeCode]):
    """The code 123456 for a reset, ten minutes long."""

    class Meta:
        model = OneTimeCode

    user = factory.SubFactory(UserFactory)
    purpose = "reset"
    code_hash = factory.LazyFunction(lambda: keyed_hash("123456", "one_time_code"))
    created_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
    expires_at = datetime(2026, 1, 12, 2, 10, tzinfo=UTC)


class InvitationFactory(factory.django.DjangoModelFactory[Invitation]):
    """An invitation for a new TPK, a week long."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"undangan{n}@contoh.example")
    name = "Petugas Baru"
    role = Role.TPK
    office = factory.SubFactory(OfficeFactory)
    token_hash = factory.Sequence(lambda n: keyed_hash(f"token-{n}", "invitation"))
    invited_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
    expires_at = datetime(2026, 1, 19, 2, 0, tzinfo=UTC)


class ApiClientFactory(factory.django.DjangoModelFactory[ApiClient]):
    """The DPMPTSP's own system with two scopes."""

    class Meta:
        model = ApiClient

    client_id = factory.Sequence(lambda n: f"sistem-{n}")
    name = "Sistem DPMPTSP"
    office = factory.SubFactory(LicensingOfficeFactory)
    scopes = factory.LazyFunction(lambda: ["applications:read", "letters:read"])


class ClientRequestFactory(factory.django.DjangoModelFactory[ClientRequest]):
    """A front officer asks for a client for a hospital's system."""

    class Meta:
        model = ClientRequest

    office = factory.SubFactory(LicensingOfficeFactory)
    name = "SIMRS Contoh"
    organisation = "RS Contoh"
    purpose = "Membaca izin tenaga kesehatan yang bekerja di rumah sakit, sekali sehari."
    scopes = factory.LazyFunction(lambda: ["licences:read", "fhir:read"])
    contact_name = "Penghubung Contoh"
    contact_email = "teknis@contoh.example"
    requested_by = factory.SubFactory(UserFactory)
    requested_at = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)


class WebhookSubscriptionFactory(factory.django.DjangoModelFactory[WebhookSubscription]):
    """The DPMPTSP's own system listens to moves; nobody is at the address."""

    class Meta:
        model = WebhookSubscription

    client = factory.SubFactory(
        ApiClientFactory, scopes=["applications:read", "letters:read", "licences:read", "webhooks:manage"]
    )
    url = "http://127.0.0.1:9/hook"
    event_types = factory.LazyFunction(lambda: ["application.moved"])
    secret = factory.LazyFunction(new_secret)
    created_at = LONG_AGO


def officer(role: Role, *, office: Office | None = None, **fields: object) -> User:
    """A user who holds `role`: in the DPMPTSP for its roles, else in the health office."""
    licensing = {Role.FRONT_OFFICE, Role.TECHNICAL, Role.LICENCE_HEAD}
    held_in = office or (LicensingOfficeFactory() if role in licensing else OfficeFactory())
    user = UserFactory(**fields)
    MembershipFactory(user=user, role=role, office=held_in)
    return user
