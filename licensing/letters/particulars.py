"""Facts of an application in the words letters print. Letters are always Indonesian."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from accounts.domain.officials import Signatory
from accounts.models import Office
from letters.content import SignatureBlock
from letters.wording import initials, long_date
from licensing.domain.answers import section
from licensing.domain.comparing import hours_text
from licensing.enums import ApplicationKind, LegalEra
from licensing.letters.phrases import iso_words
from licensing.models import Application

KIND_WORDS = {
    ApplicationKind.NEW: "baru",
    ApplicationKind.RENEWAL: "perpanjangan",
    ApplicationKind.MOVE: "pindah tempat",
    ApplicationKind.CHANGE: "perubahan data",
    ApplicationKind.REPLACEMENT: "pengganti",
}
ERA_WORDS = {
    LegalEra.NEW: "Undang-Undang Nomor 17 Tahun 2023",
    LegalEra.OLD: "sebelum Undang-Undang Nomor 17 Tahun 2023",
}
CHANNEL_WORDS = {
    "portal": "portal",
    "desk": "loket DPMPTSP",
    "api": "sistem instansi",
    "pj": "penanggung jawab fasyankes",
}


@dataclass(frozen=True)
class Particulars:
    """An application as letters name it."""

    application: Application

    @cached_property
    def identity(self) -> dict[str, Any]:
        return section(self.application.answers, "identity")

    @cached_property
    def profession(self) -> dict[str, Any]:
        return section(self.application.answers, "profession")

    @cached_property
    def place(self) -> dict[str, Any]:
        return section(self.application.answers, "place")

    @cached_property
    def business(self) -> dict[str, Any]:
        return section(self.application.answers, "business")

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Facts stated with the last assessment."""
        row = self.application.assessments.order_by("-round").first()
        return dict(row.facts) if row else {}

    @property
    def type_name(self) -> str:
        return self.application.type.name

    @property
    def kind_word(self) -> str:
        return KIND_WORDS[ApplicationKind(self.application.kind)]

    @property
    def era_words(self) -> str:
        return ERA_WORDS[LegalEra(self.application.legal_era)]

    @property
    def channel_word(self) -> str:
        return CHANNEL_WORDS.get(self.application.channel, "portal")

    @property
    def area(self) -> str:
        """For instance "Kota Prabumulih"."""
        return self.application.health_office.region.name

    @property
    def holder_name(self) -> str:
        """Name with degrees, as typed and verified."""
        name, degrees = str(self.identity.get("name") or self.application.applicant_name), self.identity.get("degrees")
        return f"{name}, {degrees}" if degrees else name or "-"

    @property
    def holder_initials(self) -> str:
        return initials(self.holder_name)

    @property
    def place_name(self) -> str:
        return self.application.place_name or str(self.place.get("name") or "-")

    @property
    def place_address(self) -> str:
        facility = self.application.place
        return str((facility.address if facility else "") or self.place.get("address") or "-")

    @property
    def kelurahan(self) -> str:
        region = self._region
        return str(region.name) if region.level in ("kelurahan", "desa") else "-"

    @property
    def kecamatan(self) -> str:
        region = self._region
        if region.level == "kecamatan":
            return str(region.name)
        return str(region.parent.name) if region.parent and region.level in ("kelurahan", "desa") else "-"

    @property
    def place_words(self) -> dict[str, Any]:
        """Address of the place, as nearly every letter names it."""
        return {"alamat_tempat": self.place_address, "kelurahan": self.kelurahan, "kecamatan": self.kecamatan}

    @property
    def _region(self) -> Any:
        facility = self.application.place
        return facility.region if facility else self.application.region

    @property
    def place_kind(self) -> str:
        """Kind of the facility in Indonesian, or the type's own name."""
        facility = self.application.place
        return str(facility.get_kind_display()) if facility else self.type_name

    @property
    def owner_name(self) -> str:
        facility = self.application.place
        return str(self.business.get("owner_name") or (facility.owner_name if facility else "") or self.holder_name)

    @property
    def nib(self) -> str | None:
        return str(self.business.get("nib") or "") or None

    @property
    def responsible_sip(self) -> str | None:
        return str(self.business.get("responsible_sip") or "") or None

    @property
    def responsible_name(self) -> str:
        return str(self.business.get("responsible_name") or self.holder_name)

    @property
    def profession_name(self) -> str:
        return self.application.profession.name if self.application.profession else self.type_name

    @property
    def str_number(self) -> str:
        return str(self.profession.get("str_number") or "-")

    @property
    def str_term(self) -> str:
        until = self.profession.get("str_valid_until")
        if until and not self.profession.get("str_lifetime"):
            return f"sampai dengan {iso_words(str(until))}"
        return "seumur hidup"

    @property
    def hours_text(self) -> str | None:
        """Practice hours on one line, or None where there are none."""
        rows = self.place.get("practice_hours") or []
        return hours_text(rows) or str(self.place.get("hours_text") or "") or None

    @property
    def birth_date_words(self) -> str:
        birth = self.identity.get("birth_date")
        return iso_words(str(birth)) if birth else "-"

    @property
    def legal_basis(self) -> tuple[str, ...]:
        """The type's rules, one each."""
        return tuple(part.strip() for part in self.application.type.legal_basis.split(";") if part.strip())

    @property
    def day_filed(self) -> str:
        at = self.application.submitted_at or self.application.created_at
        return long_date(local_day(at, self.application.licensing_office))

    @cached_property
    def visit(self) -> Any:
        """The last visit with a conclusion, or None."""
        link = (
            self.application.visit_links.exclude(visit__conclusion="").select_related("visit").order_by("-id").first()
        )
        return link.visit if link else None

    @property
    def record_words(self) -> dict[str, Any]:
        """Number and date in words of the inspection record; both None without one."""
        visit = self.visit
        if visit is None or not visit.berita_acara_number:
            return {"nomor_berita_acara": None, "tanggal_berita_acara": None}
        day = long_date(local_day(visit.held_at, self.application.health_office))
        return {"nomor_berita_acara": visit.berita_acara_number, "tanggal_berita_acara": day}

    def detail(self, code: str) -> str:
        """Return what was typed for a generic data row, or nothing."""
        return str(section(self.application.answers, "details").get(code) or "")

    def letter(self, kind: str) -> tuple[str | None, str | None]:
        """Number and date in words of the newest letter of a kind on this file, or (None, None)."""
        link = (
            self.application.letter_links.filter(letter__kind_id=kind)
            .exclude(letter__state="void")
            .select_related("letter")
            .order_by("-id")
            .first()
        )
        return (link.letter.number, long_date(link.letter.number_date)) if link else (None, None)


def local_day(at: datetime, office: Office) -> date:
    """Return the calendar day of an instant in the office's zone."""
    return at.astimezone(office.zone).date()


def complaint_channel() -> str:
    """Address of the complaint page, as letters print it."""
    return f"{settings.SITE_URL}/lapor/"


def track_link() -> str:
    """Address of the tracking page."""
    return f"{settings.SITE_URL}/lacak/"


def signature_of(who: Signatory) -> SignatureBlock:
    """Return the signature block of the person who signs: holder, Plt., Plh. or a.n. (letters.md 0.3)."""
    return SignatureBlock.of(who)


def seal_of(office: Office) -> SignatureBlock:
    """Return the block of a letter the portal seals: it names the unit and no person (DECISIONS 17)."""
    return SignatureBlock(sebutan_jabatan=office.name)
