"""What is filed: renewals of permits about to end, first permits of young people, and places of business."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.enums import Role
from accounts.models import User
from facilities.models import Facility
from licensing.enums import ApplicationKind, State
from licensing.management.demo import names, professions
from licensing.management.demo.cast import Cast, actor, applicant_account
from licensing.management.demo.desk_verbs import ENOUGH_SKP, Filing
from licensing.models import Licence, RecommendationType
from licensing.rules import Actor
from workforce.models import Person, Practitioner, Profession

SEED = 1678
FIRST_NIK = 7_000
WINDOW = timedelta(days=86)
FILED_WITHIN = timedelta(days=90)
RENEWAL_SHARE, BUSINESS_SHARE, COUNTER_SHARE, CLIENT_SHARE = 0.6, 0.3, 0.1, 0.05
WOMEN_SHARE = 0.6
YOUNG = ("PERAWAT", "BIDAN", "TVF", "ATLM", "GIZI", "DOKTER", "FISIOTERAPIS")
PLACES_FOR_YOUNG = ("klinik_pratama", "klinik_utama", "puskesmas", "rs")
COORDINATED = ("REK-PBF-CABANG", "REK-CABANG-DAK", "REK-KLINIK-HD")
VISITED = ("SLHS-DAM", "IZIN-TOKO-OBAT", "SLHS-JASABOGA", "SLHS-RUMAH-MAKAN")
OTHERS = ("SLHS-DAM", "IZIN-TOKO-OBAT", "SPP-IRT", "REK-BAKSOS", "SLHS-JASABOGA", "SLHS-RUMAH-MAKAN")
DELEGATED_OTHERS = ("SLHS-DAM", "SLHS-RUMAH-MAKAN", "IZIN-TOKO-OBAT")
BUSINESSES: Mapping[str, tuple[str, str]] = {
    "SLHS-DAM": ("dam", "Depot Air Contoh"),
    "IZIN-TOKO-OBAT": ("toko_obat", "Toko Obat Contoh"),
    "SLHS-JASABOGA": ("jasa_boga", "Jasa Boga Contoh"),
    "SLHS-RUMAH-MAKAN": ("rumah_makan", "Rumah Makan Contoh"),
    "SPP-IRT": ("irtp", "Dapur Contoh"),
    "REK-BAKSOS": ("lainnya", "Yayasan Contoh"),
    "REK-PBF-CABANG": ("lainnya", "PBF Contoh Cabang"),
    "REK-CABANG-DAK": ("toko_alkes", "Distributor Alkes Contoh"),
    "REK-KLINIK-HD": ("klinik_utama", "Klinik Contoh Hemodialisis"),
}
MARKS = ("Melati", "Tirta", "Bening", "Sentosa", "Lestari", "Mandiri", "Kenanga", "Cempaka", "Sejahtera", "Berkah")
VILLAGES = ("16.74.02.1009", "16.74.05.1003", "16.74.01.1007", "16.74.06.1001", "16.74.03.1005", "16.74.04.2003")


class Filings:
    """Draws filings one after another, always the same."""

    def __init__(self, cast: Cast, own: Licence, clinic: Facility, *, at: datetime) -> None:
        self.cast, self.own, self.clinic, self.at = cast, own, clinic, at
        self.chance = Random(SEED)  # noqa: S311  # invented people
        self.types = {row.code: row for row in RecommendationType.objects.order_by("version")}
        self.unlicensed = self._unlicensed()
        self.ending = list(self._ending())
        places = Facility.objects.filter(is_demo=True, kind__in=PLACES_FOR_YOUNG).select_related("region")
        self.places = list(places.exclude(pk__in=self.unlicensed).order_by("code"))
        self.drawn = 0
        self.in_person = True

    def _unlicensed(self) -> set[int]:
        """Places without a permit of their own on some day of the window: nobody may apply for them then."""
        today = self.at.date()
        places = Facility.objects.filter(is_demo=True).exclude(obligatory_types=[])
        obliged = set(places.values_list("pk", flat=True))
        own = Licence.objects.in_force(today).filter(starts_on__lte=today - FILED_WITHIN)
        return obliged - set(own.values_list("holder_facility_id", flat=True))

    def _ending(self) -> Iterator[Licence]:
        """Permits of people that end soon, the nearest first; never the one of the applicant log-in."""
        today = self.at.date()
        rows = Licence.objects.in_force(today).filter(
            profession__code__in=professions.MIXES["rs"],
            ends_on__range=(today + timedelta(days=3), today + WINDOW),
        )
        people = rows.exclude(holder_person_id=self.own.holder_person_id).exclude(place_id__in=self.unlicensed)
        yield from people.select_related("holder_person", "profession", "place").order_by("ends_on", "id")

    def needs(self, filing: Filing) -> tuple[bool, bool]:
        """Tell whether the file needs a visit, and an outside body."""
        kind = self.types[filing.type_code]
        place = filing.answers.get("place", {})
        return kind.inspection_required or bool(place.get("independent")), kind.needs_coordination

    def draw(self, state: State, *, on: date, in_person: bool) -> Filing:
        """Return the next filing that can end in `state` and was filed about `on`.

        With `in_person` the applicant sends it: counter and agency neither correct nor withdraw.
        """
        self.drawn += 1
        self.in_person = in_person
        if state == State.COORDINATING:
            return self._business(COORDINATED[self.drawn % len(COORDINATED)])
        if state in (State.REPAIRING, State.REFUSED):
            return self._business(self.chance.choice(VISITED))
        if self.chance.random() < BUSINESS_SHARE:
            is_ended = state in (State.RECOMMENDED, State.LICENSED)
            return self._business(self.chance.choice(DELEGATED_OTHERS if is_ended else OTHERS))
        if self.chance.random() < RENEWAL_SHARE and (old := self._take_ending(on)) is not None:
            return self._renewal(old)
        return self._first_permit()

    def _take_ending(self, on: date) -> Licence | None:
        """Return the next permit whose window was open when the file was sent, up to two weeks before `on`."""
        for index, row in enumerate(self.ending):
            if row.ends_on is not None and row.ends_on - on < WINDOW - timedelta(days=14):
                return self.ending.pop(index)
        return None

    # --- people -----------------------------------------------------------------------------------------------

    def _renewal(self, old: Licence) -> Filing:
        person = old.holder_person
        if person is None or old.profession is None:
            raise ValueError(old.number)
        user = applicant_account(person.name, self.drawn, at=self.at)
        practitioner = Practitioner.objects.get(person=person, profession=old.profession)
        return self._filing(
            old.type_code,
            ApplicationKind.RENEWAL,
            user,
            {
                "identity": _identity(person, user.phone or ""),
                "profession": _profession(practitioner, person.name),
                "place": _register_place(old.place, old.practice_hours),
            },
            previous=old,
            slot=old.slot,
        )

    def _first_permit(self) -> Filing:
        profession = self.chance.choice(YOUNG)
        woman = professions.is_woman(profession, self.chance)
        name = names.person_name(self.chance, woman=woman)
        user = applicant_account(name, self.drawn, at=self.at)
        born = date(1996, 1, 1) + timedelta(days=self.chance.randint(0, 2_500))
        place = self.chance.choice(self.places)
        identity = {
            "name": name,
            "degrees": professions.DEGREES.get(profession, ""),
            "identity_kind": "nik",
            "identity_number": self._nik(born, woman=woman),
            "birth_place": self.chance.choice(names.TOWNS),
            "birth_date": born.isoformat(),
            "sex": "P" if woman else "L",
            "address": f"Jalan Contoh Nomor {self.chance.randint(1, 180)}",
            "phone": user.phone,
        }
        skill = {
            "profession": profession,
            "str_number": f"99{FIRST_NIK + self.drawn:05d}0000001",
            "str_name": name,
            "str_lifetime": True,
        }
        code = self._type_of(profession)
        answers = {"identity": identity, "profession": skill, "place": _register_place(place, HOURS)}
        return self._filing(code, ApplicationKind.NEW, user, answers)

    def _type_of(self, profession: str) -> str:
        return Profession.objects.values_list("type_code", flat=True).get(pk=profession)

    def _nik(self, born: date, *, woman: bool) -> str:
        day = born.day + (40 if woman else 0)
        return f"99{FIRST_NIK + self.drawn:04d}{day:02d}{born:%m%y}0000"

    # --- places of business -------------------------------------------------------------------------------------

    def _business(self, type_code: str) -> Filing:
        kind, label = BUSINESSES[type_code]
        woman = self.chance.random() < WOMEN_SHARE
        owner = names.person_name(self.chance, woman=woman)
        user = applicant_account(owner, self.drawn, at=self.at)
        born = date(1970, 1, 1) + timedelta(days=self.chance.randint(0, 9_000))
        name = f"{label} {self.chance.choice(MARKS)} {self.drawn}"
        answers = {
            "identity": {
                "name": owner,
                "identity_kind": "nik",
                "identity_number": self._nik(born, woman=woman),
                "birth_place": self.chance.choice(names.TOWNS),
                "birth_date": born.isoformat(),
                "sex": "P" if woman else "L",
                "address": f"Jalan Contoh Nomor {self.chance.randint(1, 180)}",
                "phone": user.phone,
            },
            "place": {
                "name": name,
                "kind": kind,
                "address": f"Jalan Contoh Nomor {self.chance.randint(1, 180)}",
                "region": self.chance.choice(VILLAGES),
            },
            "business": {
                "owner_name": owner,
                "responsible_name": owner,
                "responsible_sip": "500.16.7/0000/SIP/DPMPTSP/2024",
                "nib": f"99{self.drawn:011d}",
                "service_kind": str(self.types[type_code].name),
                "product": "Keripik singkong",
                "trade_name": name,
                "packaging": "plastik",
                "food_class": "A1",
            },
        }
        return self._filing(type_code, ApplicationKind.NEW, user, answers)

    # --- the log-ins --------------------------------------------------------------------------------------------

    def own_renewal(self) -> Filing:
        """The applicant log-in has begun to renew the permit that ends in 75 days."""
        person = self.own.holder_person
        if person is None:
            raise ValueError(self.own.number)
        phone = self.cast.applicant.user.phone
        answers = {"identity": _identity(person, phone)}
        return self._own("demo-own-renewal", ApplicationKind.RENEWAL, answers, previous=self.own)

    def own_second_place(self) -> Filing:
        """And asks for a second place of practice in another clinic."""
        person, profession = self.own.holder_person, self.own.profession
        if person is None or profession is None:
            raise ValueError(self.own.number)
        practitioner = Practitioner.objects.get(person=person, profession=profession)
        other = next(place for place in self.places if place.pk != self.own.place_id and place.kind == "klinik_utama")
        answers = {
            "identity": _identity(person, self.cast.applicant.user.phone),
            "profession": _profession(practitioner, person.name),
            "place": _register_place(other, EVENINGS),
        }
        return self._own("demo-own-second", ApplicationKind.NEW, answers, slot=2)

    def of_clinic(self) -> Filing:
        """The person in charge of the clinic renews its own permit."""
        user: User = self.cast.pj.user
        self.drawn += 1
        answers = {
            "identity": {
                "name": user.name,
                "identity_kind": "nik",
                "identity_number": self._nik(date(1980, 6, 14), woman=False),
                "birth_place": "Prabumulih",
                "birth_date": "1980-06-14",
                "sex": "L",
                "address": "Jalan Contoh Nomor 12",
                "phone": user.phone,
            },
            "place": _register_place(self.clinic, HOURS),
            "business": {
                "owner_name": self.clinic.owner_name,
                "responsible_name": self.clinic.responsible_name,
                "responsible_sip": "500.16.7/0000/SIP/DPMPTSP/2024",
                "nib": "9900000000001",
                "service_kind": "pelayanan dasar",
            },
        }
        return Filing("demo-clinic", "IZIN-KLINIK-PRATAMA", ApplicationKind.CHANGE, self.cast.pj, user, answers)

    def _own(self, reference: str, kind: ApplicationKind, answers: dict[str, Any], **more: Any) -> Filing:
        by = self.cast.applicant
        return Filing(reference, self.own.type_code, kind, by, by.user, answers, **more)

    def _filing(self, code: str, kind: ApplicationKind, user: User, answers: dict[str, Any], **more: Any) -> Filing:
        by, applicant, channel = self._sender(user)
        facts = FACTS | {"pirt_number": f"2061674{self.drawn:06d}31"}
        return Filing(
            f"demo-{self.drawn:03d}", code, kind, by, applicant, answers, channel=channel, facts=facts, **more
        )

    def _sender(self, user: User) -> tuple[Actor, User | None, str]:
        """Most send their file themselves; some come to the counter, a few by the agency's own system."""
        draw = self.chance.random()
        if self.in_person or draw > CLIENT_SHARE + COUNTER_SHARE:
            return actor(user, Role.APPLICANT), user, "portal"
        if draw < CLIENT_SHARE:
            return self.cast.client, None, "api"
        return self.cast.front_office, None, "desk"


HOURS = tuple({"day": day, "open": "08:00", "close": "14:00"} for day in ("Senin", "Rabu", "Jumat"))
EVENINGS = tuple({"day": day, "open": "16:30", "close": "20:00"} for day in ("Selasa", "Kamis"))
FACTS = {
    "held_on": "2026-01-20",
    "held_at_place": "Aula Dinas Kesehatan",
    "hours": "8",
    "score": "88",
    "subjects": "Cara produksi pangan | 2\nHigiene perorangan | 2",
    "activity": "bakti sosial pengobatan umum",
    "starts_on": "2026-12-05",
    "ends_on": "2026-12-06",
    "activity_place": "Lapangan Contoh",
    "terms": "tenaga yang bertugas memiliki SIP\nhasil kegiatan dilaporkan",
    "test_result": "memenuhi baku mutu",
    "test_date": "2026-10-01",
}


def _identity(person: Person, phone: str) -> dict[str, Any]:
    return {
        "name": person.name,
        "degrees": person.degrees,
        "identity_kind": person.identity_kind,
        "identity_number": person.identity_number,
        "birth_place": person.birth_place,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "sex": person.sex,
        "address": "Jalan Contoh Nomor 8",
        "phone": phone,
    }


def _profession(practitioner: Practitioner, name: str) -> dict[str, Any]:
    until = practitioner.str_valid_until
    return {
        "profession": practitioner.profession_id,
        "str_number": practitioner.str_number,
        "str_name": name,
        "str_lifetime": practitioner.str_lifetime,
        "str_valid_until": until.isoformat() if until else "",
        "skp_points": ENOUGH_SKP,
    }


def _register_place(place: Facility | None, hours: Any) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "facility": place.public_id,
        "name": place.name,
        "address": place.address,
        "region": place.region_id,
        "kind": place.kind,
        "independent": place.is_independent_practice,
        "practice_hours": list(hours),
    }
