"""Rows for benches of whole registers, from one fixed arithmetic of numbers; no bench itself."""

from datetime import UTC, datetime
from typing import Any

from bench.hlc import execute, insert

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SIZES = {"city": 10_000, "national": 1_000_000}
CITY, ELSEWHERE = "16.74", "16.73"
# So many rows of another city for ten of ours.
OTHERS = 10


def fill(size: int) -> Any:
    """Migrate, load the catalogue, and write `size` applications of the city and a tenth as many of another.

    Each is by a person at a facility with a licence there. Returns the city's licensing office.
    """
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection

    from facilities.models import Facility
    from licensing.models import Application, Licence, LicenceStatus, RecommendationType, RequirementSet
    from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, RegionFactory
    from workforce.models import Person, Placement, Practitioner, Profession

    call_command("migrate", verbosity=0)
    if Application.objects.exists():
        message = "this bench fills an empty database; this one holds applications"
        raise SystemExit(message)
    call_command("load_reference_data", verbosity=0)
    office, health = LicensingOfficeFactory(), OfficeFactory()
    RegionFactory(code=ELSEWHERE)
    kind = RecommendationType.objects.get(code="SIPP-PERAWAT", version=1)
    rules = RequirementSet.objects.get(type_code=kind.code, version=1).pk
    professions = sorted(Profession.objects.values_list("code", flat=True))
    sealed = Person._meta.get_field("identity_number").get_db_prep_save("9900000000000000", connection)
    answers = Application._meta.get_field("answers").get_db_prep_save({}, connection)
    people, places = max(size // 2, 1), max(size // 50, 1)
    numbers = f"generate_series(1, {size + size // OTHERS}) AS g (n)"
    execute(
        "SET statement_timeout = 0",
        f"""CREATE TEMPORARY TABLE village AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, code
            FROM accounts_region WHERE code LIKE '{CITY}.%' AND length(code) = 13""",
    )
    villages = "(SELECT count(*) FROM village)"
    insert(
        Facility, f"generate_series(1, {places}) AS g (n) JOIN village ON village.n = g.n % {villages}",
        id="g.n", public_id="'f' || g.n", code="'F' || g.n", name="'Klinik Contoh ' || g.n", kind="'klinik_pratama'",
        ownership="'swasta'", region_id="village.code", active_from="'2010-01-01'::date",
    )  # fmt: skip
    persons = f"generate_series(1, {people}) AS g (n)"
    insert(Person, persons, id="n", public_id="'o' || n", identity_kind="'nik'", identity_hash="'h' || n",
           identity_number=f"'{sealed}'",
           name="'Orang Contoh ' || n", degrees="'A.Md.Kep.'")  # fmt: skip
    insert(
        Practitioner, persons, id="n", public_id="'p' || n", person_id="n", str_number="'S' || n",
        profession_id=f"(ARRAY{professions})[1 + n % {len(professions)}]",
        updated_at=f"'{AT:%Y-%m-%d %H:%M}+00'::timestamptz - n * interval '1 second'",
    )  # fmt: skip
    insert(Placement, persons, practitioner_id="n", facility_id=f"1 + n % {places}", needs_sip="true",
           starts_on="'2014-01-01'::date + (n * 37 % 3000)::int")  # fmt: skip
    moment = f"'{AT:%Y-%m-%d %H:%M}+00'::timestamptz - n * interval '37.123 second'"
    insert(
        Application, f"{numbers} LEFT JOIN facilities_facility f ON f.id = 1 + n % {places} AND n <= {size}",
        number="'2026-01-' || lpad(n::text, 8, '0')", type_id=str(kind.pk), requirement_set_id=str(rules),
        kind="'new'", slot="1", version="1 + n % 7", legal_era="'uu17_2023'", channel="'portal'",
        answers=f"'{answers}'",
        state="(ARRAY['submitted','verified','registered','assessing','licensed'])[1 + n % 5]",
        applicant_name="'Orang Contoh ' || n", person_id=f"1 + n % {people}", place_id="f.id",
        place_name="coalesce(f.name, 'Klinik lain')", region_id=f"coalesce(f.region_id, '{ELSEWHERE}')",
        licensing_office_id=str(office.pk), health_office_id=str(health.pk), register_number="'R/' || n || '/2026'",
        created_at=moment, updated_at=f"{moment} + interval '1 day'", submitted_at=f"{moment} + interval '1 hour'",
        verified_at=f"CASE WHEN n % 5 > 0 THEN {moment} + interval '3 hour' END",
        due_at=f"CASE WHEN n % 5 < 4 THEN {moment} + interval '1 day' END",
        due_clock="CASE WHEN n % 5 < 4 THEN 'recommendation' ELSE '' END",
    )  # fmt: skip
    insert(
        Licence, persons, id="n", public_id="'l' || n", type_code="'SIPP-PERAWAT'", number="'N/' || n || '/2024'",
        office_id=str(office.pk), holder_person_id="n", place_id=f"1 + n % {places}", slot="1", version="1",
        profession_id=f"(ARRAY{professions})[1 + n % {len(professions)}]",
        starts_on="'2024-01-02'::date", ends_on="'2029-01-01'::date",
    )  # fmt: skip
    insert(LicenceStatus, "licensing_licence", licence_id="id", status="'active'", valid_from="starts_on")
    tables = (Facility, Person, Practitioner, Placement, Application, Licence, LicenceStatus)
    execute(*connection.ops.sequence_reset_sql(no_style(), tables))
    execute(*(f"VACUUM ANALYZE {model._meta.db_table}" for model in tables), "SET statement_timeout = 120000")
    return office


def token_of(office: Any) -> str:
    """Register a system of that office with all scopes, and return a token that holds during the bench."""
    from datetime import timedelta

    from django.utils import timezone
    from oauth2_provider.models import get_access_token_model

    from tests.api import by_token

    caller = by_token(office)
    headers: dict[str, str] = caller._credentials  # type: ignore[attr-defined]  # noqa: SLF001  what it sends
    get_access_token_model().objects.update(expires=timezone.now() + timedelta(days=1))
    return headers["HTTP_AUTHORIZATION"]
