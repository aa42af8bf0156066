"""A licence lives its whole life on the pages; after each step its holder, register and check page say the same."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import resolve, reverse

from accounts.domain.sessions import ROLE_KEY
from accounts.enums import Role
from letters.models import Letter
from licensing.domain.licences import telling
from licensing.models import Application, Licence, Sanction
from tests.licensing.journey import Journey, anchored, make_cast, work

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

PASSWORD = "kata-sandi-uji-panjang"
SECOND = {"place": {"name": "Klinik Kedua", "practice_hours": [{"day": "Selasa", "open": "15:00", "close": "18:00"}]}}


def browser(user: Any, role: Role) -> Client:
    """A browser of that person at work in that role."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[ROLE_KEY] = role.value
    session.save()
    return client


class Life:
    """One nurse and the offices around her; time is moved with every step."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller
        self.trip = Journey(make_cast())
        for each in (self.trip.cast.health_head, self.trip.cast.licence_head):
            each.user.set_password(PASSWORD)
            each.user.save()

    def on(self, year: int, month: int, day: int) -> None:
        """Nine o'clock WIB of a day; the worker has done what was due."""
        self.trip.at = datetime(year, month, day, 2, 0, tzinfo=UTC)
        self.arrive()

    def arrive(self) -> None:
        self.traveller.move_to(self.trip.at, tick=False)
        telling.tell_due(at=self.trip.at)
        work()

    def issue(self, answers: dict[str, Any] | None = None) -> Licence:
        """The draft on hand goes the whole way; the nurse's own draft, or a new one."""
        self.trip.answers = {"profession": {"skp_points": 250}, **(answers or {})}
        self.trip.fill() if hasattr(self.trip, "application") else self.trip.draft()
        self.trip.upload().submit().verify().assess().approve().sign()
        licence = self.trip.issue()
        self.arrive()
        return licence

    def file(self, licence: Licence, verb: str) -> None:
        """The nurse presses the button on the page of her licence."""
        holder = browser(self.trip.cast.applicant.user, Role.APPLICANT)
        answer = holder.post(reverse("licence_file", args=[licence.public_id, verb]))
        self.trip.application = Application.objects.get(number=resolve(answer.url).kwargs["number"])

    def sanction(self, licence: Licence, step: str, reason: str = "", effective_on: str = "") -> None:
        """Proposed by the division, decided by the head, carried out by DPMPTSP where the step needs it."""
        cast = self.trip.cast
        anchored(self.trip.at)
        note = "Temuan pada pemeriksaan diuraikan di sini."
        proposal = {"step": step, "reason": reason, "note": note, "effective_on": effective_on}
        division = browser(cast.division_head.user, Role.DIVISION_HEAD)
        asked = division.post(reverse("sanction_propose", args=[licence.public_id]), proposal)
        assert asked.status_code == 302, asked.context["form"].errors
        row = Sanction.objects.latest("pk")
        for page, who, role in (
            ("sanction_decide", cast.health_head, Role.HEALTH_HEAD),
            ("sanction_execute", cast.licence_head, Role.LICENCE_HEAD),
        ):
            row.refresh_from_db()
            if row.is_open:
                data = {"sign-password": PASSWORD, "sign-passphrase": "sejaras-demo"}
                assert browser(who.user, role).post(reverse(page, args=[row.public_id]), data).status_code == 302
        self.arrive()

    def says(self, licence: Licence) -> tuple[str, str, str]:
        """What the public register, the check page and the holder's own page call it today."""
        public, holder = Client(), browser(self.trip.cast.applicant.user, Role.APPLICANT)
        rows = public.get(reverse("public_register"), {"q": licence.number}).context["table"].rows
        code = Letter.objects.get(pk=licence.letter_id).verify_code
        verdict = public.get(reverse("letter_verify", args=[code])).context["result"].verdict
        own = holder.get(reverse("licence_detail", args=[licence.public_id])).context["reading"]
        return str(rows[0].cells[-1].text), str(verdict), own.code

    def letters(self, licence: Licence) -> list[str]:
        """Kinds of the issued letters the holder finds on the page of the licence."""
        page = browser(self.trip.cast.applicant.user, Role.APPLICANT).get(
            reverse("licence_detail", args=[licence.public_id])
        )
        return [line.title for line in page.context["letters"] if line.url]


LETTERS = [
    "Surat Izin Praktik",
    "Surat pembekuan izin",
    "Surat pemberlakuan kembali izin",
    "Surat teguran I, II, dan III",
    "Surat pencabutan izin",
]
VALID = ("Berlaku", "valid", "active")


def test_a_licence_lives_from_its_issue_to_its_revocation() -> None:
    with time_machine.travel(datetime(2026, 1, 26, 2, 0, tzinfo=UTC), tick=False) as traveller:
        life = Life(traveller)
        life.on(2026, 1, 26)
        first = life.issue()
        assert life.says(first) == VALID

        life.on(2026, 3, 2)
        life.file(first, "extra_place")
        second = life.issue(SECOND)
        assert (second.slot, life.says(second), life.says(first)) == (2, VALID, VALID)

        life.on(2030, 12, 2)  # less than ninety days before the end
        life.file(first, "renew")
        renewed = life.issue()
        assert (life.says(first), life.says(renewed)) == (("Diganti", "replaced", "replaced"), VALID)
        assert renewed.ends_on == renewed.starts_on.replace(year=2035)

        life.on(2031, 2, 3)
        life.sanction(renewed, "HENTI-SEMENTARA", "SUS_IMMEDIATE_RISK", effective_on="2031-02-10")
        assert life.says(renewed) == VALID
        life.on(2031, 2, 10)
        assert life.says(renewed) == ("Dibekukan", "suspended", "suspended")
        assert life.says(second) == VALID

        life.on(2031, 2, 12)
        life.sanction(renewed, "PULIH")
        assert life.says(renewed) == VALID

        life.on(2031, 3, 3)
        life.sanction(renewed, "SIP-TEGURAN")
        assert (life.says(renewed), life.says(second)) == (VALID, ("Habis masa berlaku", "expired", "expired"))
        life.on(2031, 4, 7)
        life.sanction(renewed, "SIP-CABUT", "REV_GRAVE_BREACH")
        assert life.says(renewed) == ("Dicabut", "revoked", "revoked")
        assert life.letters(renewed) == LETTERS
