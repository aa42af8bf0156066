"""Facts of a licence in the words letters print. Letters are always Indonesian."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import Office
from letters.models import Letter
from letters.wording import in_words, initials, long_date
from licensing.domain.licences import life
from licensing.letters.notices import cited
from licensing.letters.phrases import UNLIMITED
from licensing.models import Licence, RecommendationType
from workforce.models import Practitioner

PLACE_WORDS = {"practitioner": "tempat praktik", "facility": "fasilitas", "business": "tempat usaha"}


@dataclass(frozen=True)
class LicenceWords:
    """A licence as letters name it."""

    licence: Licence

    @cached_property
    def type(self) -> RecommendationType:
        return life.type_of(self.licence)

    @property
    def product(self) -> str:
        """For instance "Surat Izin Praktik Perawat"."""
        return str(self.type.name)

    @property
    def area(self) -> str:
        """For instance "Kota Prabumulih"."""
        return str(self.licence.office.region.name)

    @property
    def holder(self) -> str:
        """Name with degrees of a person, else of the facility."""
        person = self.licence.holder_person
        return person.full_name if person else str(self.licence.holder_facility)

    @property
    def holder_public(self) -> str:
        """Initials of a person, or the facility's name: what a letter shows the public."""
        return initials(self.holder) if self.licence.holder_person else self.holder

    @property
    def place(self) -> str:
        return self.licence.place.name if self.licence.place else "tempat sesuai izin"

    @property
    def address(self) -> str:
        return (self.licence.place.address if self.licence.place else "") or "-"

    @property
    def place_word(self) -> str:
        return PLACE_WORDS.get(self.type.subject, "tempat")

    @property
    def legal_basis(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.type.legal_basis.split(";") if part.strip())

    @property
    def until(self) -> str:
        ends_on = self.licence.ends_on
        return f"sampai dengan {long_date(ends_on)}" if ends_on else UNLIMITED

    @property
    def profession(self) -> str:
        return self.licence.profession.name if self.licence.profession else self.product

    @cached_property
    def str_number(self) -> str:
        licence = self.licence
        row = Practitioner.objects.filter(person=licence.holder_person, profession=licence.profession).first()
        return (row.str_number if row else "") or "-"

    def others_in_force(self, on: date) -> str:
        """Number of further licences of the person, as "1 (satu)"."""
        rows = Licence.objects.filter(holder_person=self.licence.holder_person, profession=self.licence.profession)
        count = rows.exclude(pk=self.licence.pk).in_force(on).count()
        return f"{count} ({in_words(count)})"


def named(letter: Letter | None) -> tuple[str | None, str | None]:
    """Number and date in words of a letter, or (None, None)."""
    return (letter.number, long_date(letter.number_date)) if letter else (None, None)


def lowered(text: str) -> str:
    """Return a label as the middle of a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def rules_of(*citations: str) -> tuple[str, ...]:
    """Return the laws behind a step, one each, without repeating and without references to our own papers."""
    parts = [part.strip() for text in citations for part in cited(text).split(";")]
    laws = [part for part in parts if part and part[0].isupper() and not part.startswith(("PRODUCT", "SECURITY"))]
    return tuple(dict.fromkeys(laws))


def copies(words: LicenceWords, *, delegated: bool) -> tuple[str, ...]:
    """Return the tembusan of an act on a licence."""
    first = f"Wali {words.area}"
    second = f"Kepala Dinas Kesehatan {words.area}"
    place = f"Pimpinan {words.place}"
    return (first, second, place) if delegated else (first, place)


def town(office: Office, words: LicenceWords) -> str:
    """Where a letter is sent to."""
    return office.city or words.area
