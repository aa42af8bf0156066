"""Visits of the demo in every state, held by the verbs of the phone; findings, a re-inspection, questions outside."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from core import files
from core.uploads.states import FileState
from facilities.models import Facility, FacilityPerson
from inspections.domain import assignments, findings, pictures as stored_pictures, planning, proposals, visits
from inspections.domain.submission import AnswerIn, Payload, PhotoIn, SignatureIn
from inspections.enums import ProposalSource, Side, SignatureWay, VisitConclusion, VisitKind, VisitState
from inspections.letters import assignment_letter
from inspections.models import ChecklistItem, SuratTugas, Visit, VisitFinding, VisitPhoto
from letters.signing import Passphrase
from licensing.domain import coordinating, risk_facts, visit_coordinating
from licensing.enums import ReportKind
from licensing.management.demo import pictures
from licensing.management.demo.field_team import BASIS, Team
from licensing.models import CoordinationBody, PublicReport, VisitCoordination

PURPOSE = "Pembinaan dan pengawasan berkala"
NOTE = "Belum sesuai saat diperiksa"
DAYS_AHEAD = 11
DEVICE = "ponsel-contoh"
MET = "Bayu Anggara"


@dataclass(frozen=True)
class Held:
    """A visit held so many days ago: which of the failable items fail, and what became of the findings."""

    kind: str
    place: int  # which of its kind
    days: int
    who: int = 0  # 0 the log-in, then the mates
    fails: int = 0
    critical: int = 0
    refused: bool = False
    closed: bool = False
    shut: str = ""


@dataclass(frozen=True)
class Outing:
    """When a visit is held, counted from today, and by whom (0 the log-in, then the mates).

    `paper` is the number of a surat tugas outside the portal.
    """

    days: int
    hour: int
    who: int = 0
    crew: tuple[int, ...] = ()
    paper: str = ""
    previous: Visit | None = None


# Oldest first. The person in charge's own clinic and the re-inspection are written apart.
HELD = (
    Held("dam", 0, 171), Held("hotel", 0, 150, who=1), Held("apotek", 1, 131, fails=2, closed=True),
    Held("rumah_makan", 1, 118, who=1, fails=3, closed=True), Held("praktik_dokter", 0, 104),
    Held("dam", 1, 76, fails=3, critical=2), Held("kolam_renang", 0, 62, who=1, fails=2, closed=True),
    Held("optik", 0, 55), Held("rumah_makan", 0, 33, fails=4, closed=True), Held("klinik_pratama", 2, 27, who=1),
    Held("hotel", 1, 19, shut="Bangunan sedang direnovasi; tidak ada petugas."), Held("irtp", 0, 15, who=1, fails=2),
    Held("jasa_boga", 0, 8, fails=3, critical=1, refused=True), Held("apotek", 0, 6, fails=1, critical=1),
    Held("toko_obat", 0, 4, who=1), Held("dam", 2, 3, fails=2),
)  # fmt: skip


# To whom, how many days ago, what, and whether they answered.
QUESTIONS = (
    ("LABKESDA", 21, "Apakah contoh air dari dua titik memenuhi baku mutu mikrobiologi?", True),
    ("BPOM", 26, "Apakah filter yang dipakai terdaftar?", False),
    ("DINKES-PROV", 2, "Apakah depot ini tercatat dalam pembinaan provinsi?", False),
)


@dataclass
class Field:
    """Writes the visits; `paper` counts surat tugas of the time before the portal signed them."""

    team: Team
    paper: int = field(default=0)

    def hold_all(self) -> None:
        """Everything that was held, in order of time, with what followed."""
        for row in HELD:
            visit = self._hold(row, self._place(row.kind, row.place))
            if row.closed:
                self._close(visit)
        self._again(self._place("dam", 3))
        self._of_the_person_in_charge()
        self._waiting_for_photos(self._place("dam", 4))
        self._ask_outside()

    def plan_ahead(self) -> None:
        """Today and the next days under a signed surat tugas; one carried, one called off, one letter unsigned."""
        team = self.team
        mate = team.mates[0]
        wanted = [self._plan(self._place(kind, number), outing) for kind, number, outing in _ahead()]
        self._sign(wanted)
        carried = next(visit for visit in wanted if visit.inspector_id == mate.pk)
        carried.refresh_from_db()
        visits.check_out(carried, by=mate, at=team.at, device_id=DEVICE)
        off = self._plan(self._place("salon", 0), Outing(2, 14))
        planning.cancel(off, "Sarana pindah alamat; dijadwalkan lagi sesudah data diperbarui.", by=mate, at=team.at)
        later = [self._plan(self._place("spa", n), Outing(DAYS_AHEAD + 2, 9 + 3 * n)) for n in range(2)]
        self._draft(later)
        complaint = PublicReport.objects.filter(kind=ReportKind.COMPLAINT).order_by("pk").first()
        if complaint is not None:
            proposals.propose(
                self._place("rumah_makan", 2), source=ProposalSource.COMPLAINT, reference=complaint.number,
                note="Periksa penyimpanan bahan pangan dan sumber air.", by=team.users["kabid"], at=team.at,
            )  # fmt: skip
        risk_facts.push_all(at=team.at)

    # --- planning ---------------------------------------------------------------------------------------------

    def _place(self, kind: str, number: int) -> Facility:
        rows = Facility.objects.filter(kind=kind, is_demo=True).exclude(persons_in_charge__user=self.team.users["pj"])
        return rows.select_related("region__parent").order_by("code")[number]

    def _plan(self, place: Facility, about: Outing) -> Visit:
        people = (self.team.lead, *self.team.mates)
        when = self.team.moment(about.days, about.hour)
        plan = planning.Plan(
            office=self.team.office,
            inspector=people[about.who],
            team=tuple(people[number] for number in about.crew),
            scheduled_at=when,
            purpose=PURPOSE,
            facility=place,
            kind=VisitKind.FOLLOW_UP if about.previous else VisitKind.ROUTINE,
            previous=about.previous,
            tugas_number=about.paper,
            tugas_date=when.date() if about.paper else None,
            late=True,
        )
        begun = min(self.team.at, when - timedelta(days=3))
        return planning.plan_visit(plan, by=self.team.users["kabid"], at=begun)

    def _draft(self, wanted: list[Visit]) -> SuratTugas:
        zone = self.team.office.zone
        days = sorted(visit.scheduled_at.astimezone(zone).date() for visit in wanted)
        draft = assignments.Draft(
            office=self.team.office,
            purpose="pembinaan dan pengawasan sarana menurut rencana tahun berjalan",
            basis=BASIS,
            starts_on=days[0],
            ends_on=days[-1],
            members=[self.team.lead, self.team.mates[0]],
            visits=wanted,
        )
        return assignments.draft(draft, by=self.team.users["kabid"], at=self.team.at)

    def _sign(self, wanted: list[Visit]) -> None:
        passphrase = Passphrase(settings.LOCAL_SIGNER_PASSPHRASE)
        assignment_letter.sign(
            self._draft(wanted), by=self.team.users["kadinkes"], passphrase=passphrase, at=self.team.at
        )

    # --- held visits ------------------------------------------------------------------------------------------

    def _hold(self, row: Held, place: Facility) -> Visit:
        visit = self._on_paper(row, place)
        items = _items(visit)
        return self._send(visit, row, items, _failing(items, row))

    def _on_paper(self, row: Held, place: Facility, *, previous: Visit | None = None) -> Visit:
        """Plan it under a surat tugas of the time before the portal signed them."""
        self.paper += 1
        number = f"094/{self.paper:03d}/ST/{(self.team.today - timedelta(days=row.days)).year}"
        outing = Outing(-row.days, 9 + self.paper % 5, who=row.who, paper=number, previous=previous)
        return self._plan(place, outing)

    def _send(
        self, visit: Visit, row: Held, items: list[ChecklistItem], failing: list[ChecklistItem], *, arrive: bool = True
    ) -> Visit:
        """Send it as the phone does; its pictures lie here already, unless they do not `arrive`."""
        held = visit.scheduled_at
        codes = {item.code for item in failing}
        photos = [self._photo(visit, item, held, arrive=arrive) for item in failing if item.photo_when_no]
        answers = [
            AnswerIn(code=item.code, value="tidak", note=NOTE)
            if item.code in codes
            else AnswerIn(code=item.code, value="sesuai")
            for item in items
            if not item.applies_when
        ]
        payload = Payload(
            held_at=held,
            device_at=held + timedelta(minutes=50),
            device_id=DEVICE,
            answers=() if row.shut else answers,
            photos=photos,
            signatures=() if row.shut else tuple(self._signatures(visit, row, held)),
            met_name="" if row.shut else MET,
            met_position="" if row.shut else "Pengelola",
            not_inspected_reason=row.shut,
            conclusion="" if items or row.shut else VisitConclusion.FIT,
            finished=True,
        )
        visits.submit_visit(visit.uuid, visit.version, payload, by=visit.inspector, at=held + timedelta(hours=1))
        visit.refresh_from_db()
        return visit

    def _photo(self, visit: Visit, item: ChecklistItem, held: datetime, *, arrive: bool) -> PhotoIn:
        """Name a drawn picture as the phone does; stored as the worker would leave it when it arrives."""
        picture = pictures.photo(visit.pk * 100 + item.seq)
        sha256 = hashlib.sha256(picture).hexdigest()
        if arrive:
            kept = files.save(picture, folder=stored_pictures.FOLDER, suffix=".jpg")
            VisitPhoto.objects.create(
                visit=visit, original_sha256=sha256, stored_name=kept.name, sha256=kept.sha256, size=kept.size,
                state=FileState.CLEAN, content_type="image/jpeg", unscanned=True, uploaded_by=visit.inspector,
                uploaded_at=held,
            )  # fmt: skip
        return PhotoIn(sha256=sha256, item=item.code, taken_at=held, caption="Gambar contoh")

    def _signatures(self, visit: Visit, row: Held, held: datetime) -> Iterator[SignatureIn]:
        yield SignatureIn(
            side=Side.INSPECTOR, name=visit.inspector.name, way=SignatureWay.DRAWN, signed_at=held,
            position="Tenaga Pengawas Kesehatan", image=pictures.signature(visit.inspector_id),
        )  # fmt: skip
        if row.refused:
            yield SignatureIn(
                side=Side.INSPECTED, name=MET, way=SignatureWay.REFUSED, signed_at=held,
                position="Pengelola", refusal_reason="Menunggu pemilik datang dari luar kota.", witness="Ketua RT 03",
            )  # fmt: skip
        else:
            yield SignatureIn(
                side=Side.INSPECTED, name=MET, way=SignatureWay.DRAWN, signed_at=held,
                position="Pengelola", image=pictures.signature(visit.pk),
            )  # fmt: skip

    # --- what follows -----------------------------------------------------------------------------------------

    def _close(self, visit: Visit) -> None:
        for number, row in enumerate(VisitFinding.objects.filter(visit=visit).order_by("seq")):
            at = min(self.team.at, visit.scheduled_at + timedelta(days=6 + number * 5))
            findings.close_on_site(row, "Perbaikan terlihat pada kunjungan singkat.", by=visit.inspector, at=at)

    def _again(self, place: Facility) -> None:
        """A visit with findings, and the re-inspection that finds most of them repaired."""
        first = self._hold(Held(place.kind, 3, 44, fails=3, critical=1), place)
        still = {
            row.item.code
            for row in first.finding_rows.filter(critical=False).select_related("item").order_by("-seq")[:1]
            if row.item
        }
        row = Held(place.kind, 3, 12)
        visit = self._on_paper(row, place, previous=first)
        items = _items(visit)
        self._send(visit, row, items, [item for item in items if item.code in still])

    def _of_the_person_in_charge(self) -> None:
        """The clinic of pj@: one finding repaired, one answered, one open, one past its day."""
        person = self.team.users["pj"]
        post = FacilityPerson.objects.filter(user=person).select_related("facility").first()
        if post is None:
            return
        visit = self._hold(Held(post.facility.kind, 0, 12, fails=4, critical=2), post.facility)
        rows = list(visit.finding_rows.order_by("seq"))
        for number, row in enumerate(rows[:2]):
            self._answer(row, at=self.team.at - timedelta(days=5 + number))
        if rows:
            findings.accept(rows[0], by=visit.inspector, at=self.team.at - timedelta(days=2), note="Bukti cukup.")
        late = self.team.today - timedelta(days=4)
        VisitFinding.objects.filter(pk__in=[row.pk for row in rows[3:4]]).update(due_on=late)

    def _answer(self, row: VisitFinding, *, at: datetime) -> None:
        """Answer as the page does, with a picture that the worker still looks at."""
        picture = pictures.photo(row.pk)
        upload = findings.Upload("perbaikan.jpg", [picture])
        findings.answer(row, "Sudah diperbaiki; foto sesudahnya terlampir.", [upload], by=self.team.users["pj"], at=at)

    def _waiting_for_photos(self, place: Facility) -> None:
        """Sent yesterday; one photo is still on the phone, so there is no berita acara yet."""
        row = Held(place.kind, 4, 1)
        visit = self._on_paper(row, place)
        items = _items(visit)
        self._send(visit, row, items, [item for item in items if item.photo_when_no][:1], arrive=False)

    def _ask_outside(self) -> None:
        """The laboratory answered, another body is asked and late, a third still has time."""
        asked = Visit.objects.filter(facility__kind="dam", state=VisitState.CONCLUDED, inspector=self.team.lead)
        for visit, (code, days, text, answered) in zip(asked.order_by("held_at"), QUESTIONS, strict=False):
            body = CoordinationBody.objects.get(pk=code)
            question = visit_coordinating.VisitQuestion(body, f"{code.lower()}@contoh.example", (text,))
            row = visit_coordinating.ask(visit, question, by=visit.inspector, at=self.team.moment(-days))
            if answered and isinstance(row, VisitCoordination):
                given = coordinating.Answer(
                    text="Contoh air memenuhi baku mutu mikrobiologi pada kedua titik.", favourable=True,
                    number="445/0117/LAB", on=self.team.today - timedelta(days=14), by_name="Kepala Laboratorium",
                )  # fmt: skip
                visit_coordinating.answer(row, given, None, at=self.team.moment(-14, 11))


def _ahead() -> Iterator[tuple[str, int, Outing]]:
    """Two visits of the log-in and one of a mate today, then one on each day."""
    yield "dam", 5, Outing(0, 10, crew=(1,))
    yield "rumah_makan", 3, Outing(0, 14)
    yield "jasa_boga", 1, Outing(0, 11, who=1)
    for days in range(1, DAYS_AHEAD):
        yield ("apotek", "dam", "irtp", "rumah_makan")[days % 4], 6 + days // 2, Outing(days, 10, who=days % 2)


def _failing(items: Sequence[ChecklistItem], row: Held) -> list[ChecklistItem]:
    """The items that fail: so many critical ones, the rest from the others, spread over the parts."""
    plain = [item for item in items if not item.applies_when]
    critical = [item for item in plain if item.critical][: row.critical]
    others = [item for item in plain if not item.critical and item not in critical]
    wanted = min(row.fails - len(critical), len(others))
    step = max(len(others) // max(wanted, 1), 1)
    return sorted([*critical, *others[::step][:wanted]], key=lambda item: item.seq)


def _items(visit: Visit) -> list[ChecklistItem]:
    return list(visit.checklist.items.order_by("seq")) if visit.checklist else []
