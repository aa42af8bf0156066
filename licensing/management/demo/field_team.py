"""The inspectors of the demo: people, cards, training; their plan of the year, guidance, campaigns and news."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings

from accounts.enums import Role
from accounts.models import Membership, Office, User
from facilities.models import Facility, FacilityPerson
from inspections.domain import activity_plans, campaigns, guidance, inspectors, news
from inspections.domain.activity_plans import PlanFacts, TargetFacts
from inspections.domain.campaigns import CampaignFacts
from inspections.domain.guidance import Attendee, SessionFacts
from inspections.domain.inspectors import CardFacts, TrainingFacts
from inspections.domain.news import NewsFacts
from inspections.enums import PlanKind, TargetMeasure
from inspections.letters import plan_signing
from inspections.models import ActivityPlan
from letters.signing import Passphrase
from licensing.management.demo import log_ins

# Mailbox, name, name with degrees, rank; nobody signs in as they.
MATES = (
    ("tpk2", "Dian Paramita Utami", "Dian Paramita Utami, S.K.M.", "Penata Muda / III a"),
    ("tpk3", "Rangga Saputra Dewa", "apt. Rangga Saputra Dewa, S.Farm.", "Penata / III c"),
    ("tpk4", "Nirmala Kusumaningrum", "Nirmala Kusumaningrum, A.Md.Kes.", "Pengatur / II c"),
)
LEAD = ("tpk", "Galih Wicaksana", "Galih Wicaksana, S.K.M., M.K.M.", "Penata Tingkat I / III d")
FIRST_PHONE = 628_000_000_181
FRIDAY = 4
TRAININGS = (
    ("Pelatihan tenaga pengawas kesehatan", "Bapelkes Contoh", 60, 400),
    ("Inspeksi kesehatan lingkungan tempat pengelolaan pangan", "Dinas Kesehatan Provinsi", 24, 150),
    ("Pengawasan sarana pelayanan kefarmasian", "Balai POM Contoh", 16, 60),
)
BASIS = (
    "Peraturan Menteri Kesehatan Nomor 10 Tahun 2018 tentang Pengawasan di Bidang Kesehatan",
    "Undang-Undang Nomor 17 Tahun 2023 tentang Kesehatan",
)


@dataclass(frozen=True)
class Team:
    """The office and its people on the day of the demo; `lead` is the log-in, `mates` have none."""

    office: Office
    users: Mapping[str, User]
    mates: tuple[User, ...]
    at: datetime

    @property
    def lead(self) -> User:
        """Who signs in as tpk@."""
        return self.users["tpk"]

    @property
    def today(self) -> date:
        """The office's day."""
        return self.at.astimezone(self.office.zone).date()

    def moment(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """An instant so many days from today in the office's time; a weekend moves away from today."""
        day = self.today + timedelta(days=days)
        if days and day.weekday() > FRIDAY:
            day += timedelta(days=7 - day.weekday() if days > 0 else FRIDAY - day.weekday())
        return datetime.combine(day, time(hour, minute), tzinfo=self.office.zone)


def gather(office: Office, users: Mapping[str, User], *, at: datetime) -> Team:
    """Create the mates and their appointments."""
    mates = tuple(_mate(office, number, at) for number in range(len(MATES)))
    return Team(office, users, mates, at)


def _mate(office: Office, number: int, at: datetime) -> User:
    mailbox, name, _degrees, _rank = MATES[number]
    user, _new = User.objects.update_or_create(
        email=f"{mailbox}@{log_ins.DOMAIN}",
        defaults={
            "name": name, "password": "!", "is_demo": True, "email_verified_at": at, "consent_at": at,
            "date_joined": at, **log_ins.phone_fields(f"+{FIRST_PHONE + number}"),
        },
    )  # fmt: skip
    Membership.objects.get_or_create(
        user=user, role=Role.TPK, office=office, starts_on=log_ins.SINCE,
        defaults={"decree_number": f"800/000{number + 2}/DINKES/2020", "decree_date": log_ins.SINCE},
    )  # fmt: skip
    return user


def equip(team: Team) -> None:
    """Cards and training hours: one card ends within the month, one ended last week, one inspector has none."""
    by, today = team.users["kabid"], team.today
    ends = (today + timedelta(days=240), today + timedelta(days=20), today - timedelta(days=6))
    people = zip((team.lead, *team.mates[:2]), (LEAD, *MATES[:2]), ends, strict=True)
    for number, (user, (_mailbox, _name, degrees, rank), last) in enumerate(people, start=1):
        facts = CardFacts(
            number=f"TPK-1674-{number:04d}",
            name_with_degrees=degrees,
            nip=f"99000000 000000 1 {number + 10:03d}",
            rank=rank,
            title="Tenaga Pengawas Kesehatan",
            decree_number=f"800/{number + 20:04d}/DINKES/{(today - timedelta(days=400)).year}",
            decree_date=today - timedelta(days=400),
            starts_on=today - timedelta(days=395),
            ends_on=last,
        )
        inspectors.enter_card(user, team.office, facts, by=by, at=team.at)
        for title, organiser, hours, days in TRAININGS[: 4 - number]:
            held = today - timedelta(days=days + number)
            training = TrainingFacts(title, organiser, held, hours, f"SERT-{number:02d}{hours:03d}")
            inspectors.record_training(user, team.office, training, by=by, at=team.at)


def plan_the_year(team: Team) -> ActivityPlan:
    """A programme of the year, approved and signed; one of this quarter that waits, one still written."""
    by, year = team.users["kabid"], team.today.year
    quarter = (team.today.month - 1) // 3 + 1
    programme = activity_plans.draft(team.office, _facts(year), by=by, at=team.at)
    region = team.office.region.children.order_by("code").first()
    last = date(year, 12, 31)
    for facts in (
        TargetFacts(TargetMeasure.VISITS, 48, date(year, 1, 1), last),
        TargetFacts(TargetMeasure.VISITS, 12, date(year, 1, 1), last, facility_kind="dam"),
        TargetFacts(TargetMeasure.SESSIONS, 4, date(year, 1, 1), last),
        TargetFacts(TargetMeasure.PERSONS, 100, date(year, 1, 1), last, region=region),
    ):
        activity_plans.add_target(programme, facts, by=by, at=team.at)
    programme = activity_plans.propose(programme, version=None, by=by, at=team.at)
    passphrase = Passphrase(settings.LOCAL_SIGNER_PASSPHRASE)
    programme = plan_signing.approve(programme, by=team.users["kadinkes"], passphrase=passphrase, at=team.at)
    first = date(year, quarter * 3 - 2, 1)
    for kind, name in (
        (PlanKind.GUIDANCE, "Pembinaan penjamah pangan dan depot air minum"),
        (PlanKind.COMMUNICATION, "Komunikasi masa berlaku izin kepada penanggung jawab"),
    ):
        terms = _facts(year, quarter=quarter, parent=programme, kind=kind, name=name)
        part = activity_plans.draft(team.office, terms, by=team.lead, at=team.at)
        goal = TargetFacts(TargetMeasure.SESSIONS, 2, first, (first + timedelta(days=93)).replace(day=1) - timedelta(1))
        activity_plans.add_target(part, goal, by=team.lead, at=team.at)
        if kind == PlanKind.GUIDANCE:
            activity_plans.propose(part, version=None, by=team.lead, at=team.at)
    return programme


def _facts(
    year: int,
    *,
    quarter: int = 0,
    parent: ActivityPlan | None = None,
    kind: PlanKind = PlanKind.SUPERVISION,
    name: str = "Pembinaan dan pengawasan sarana kesehatan dan sarana pangan",
) -> PlanFacts:
    return PlanFacts(
        year=year,
        quarter=quarter,
        parent=parent,
        kind=kind.value,
        name=name,
        background="Sebagian sarana belum dikunjungi dalam satu tahun terakhir, dan temuan kritis pada depot air minum "
        "berulang. Kunjungan yang direncanakan menurut nilai risiko menutup kekosongan itu.",
        basis=list(BASIS),
        purpose="Memastikan sarana memenuhi persyaratan dan temuan diperbaiki pada waktunya.",
        objective="Setiap sarana berisiko tinggi dikunjungi sedikitnya sekali setahun.",
        beneficiaries="Fasilitas kesehatan, sarana kefarmasian, dan tempat pengelolaan pangan di enam kecamatan.",
        output="Berita acara setiap kunjungan, daftar temuan dengan batas perbaikan, dan laporan bulanan.",
        indicator="Bagian temuan yang diperbaiki dalam batas waktunya",
        indicator_target="90 persen",
        method="Kunjungan dengan daftar tilik, wawancara, foto, dan pertemuan pembinaan di kecamatan.",
        schedule=["Minggu pertama: pemilihan sasaran menurut nilai risiko", "Minggu kedua sampai keempat: kunjungan",
                  "Akhir bulan: laporan"],
        place=f"Kota Prabumulih{', enam kecamatan' if not quarter else ''}",
        staff="empat tenaga pengawas kesehatan dan satu petugas laboratorium daerah",
        responsible="Kepala Bidang Sumber Daya Kesehatan",
        budget_amount=86_400_000 if not quarter else 14_250_000,
        budget_source=f"APBD Kota Prabumulih tahun {year}",
        budget_line="1.02.02.2.02.0031",
    )  # fmt: skip


def guide(team: Team, programme: ActivityPlan) -> None:
    """A session held with attendance, one ahead, one called off."""
    by, places = (
        team.users["kabid"],
        list(Facility.objects.filter(kind__in=("dam", "rumah_makan")).order_by("code")[:8]),
    )
    invited = [Attendee(f"Pengelola {place.name}", "Pemilik", place) for place in places]
    topics = (
        ("Higiene sanitasi depot air minum", -20, "Aula Dinas Kesehatan"),
        ("Penjamah pangan yang bersih dan terlatih", 6, "Balai Kelurahan Gunung Ibul"),
        ("Pengisian laporan mandiri sarana", 12, "Ruang rapat puskesmas"),
    )
    sessions = []
    for topic, days, place in topics:
        facts = SessionFacts(topic, place, team.moment(days, 9), team.moment(days, 12), plan=programme)
        made = min(team.at, team.moment(days, 9) - timedelta(days=7))
        sessions.append(guidance.plan_session(team.office, facts, invited, leader=team.lead, by=by, at=made))
    held, _ahead, off = sessions
    present = list(held.attendees.order_by("pk").values_list("pk", flat=True))[:6]
    guidance.hold(
        held, present=present, others=[Attendee("Sri Lestari", "Kader kesehatan")], by=team.lead,
        summary="Peserta memeriksa titik sampel air dan jadwal penggantian filter; dua depot minta dikunjungi.",
        at=team.moment(-20, 13),
    )  # fmt: skip
    guidance.cancel(off, reason="Bersamaan dengan rapat kerja kota; dijadwalkan lagi.", by=by, at=team.at)


def communicate(team: Team) -> None:
    """A campaign that went out, one still written, and news: two shown, one past its last day."""
    by = team.users["kabid"]
    own = FacilityPerson.objects.filter(user=team.users["pj"]).select_related("facility").first()
    sent = CampaignFacts(
        "Periksa masa berlaku izin staf Anda",
        "Ajukan perpanjangan paling lambat 60 hari sebelum izin berakhir. Layanan ini tanpa biaya.",
        facility_kind=own.facility.kind if own else "klinik_pratama",
    )
    campaigns.send(campaigns.draft(team.office, sent, by=by, at=team.at), version=None, by=by, at=team.at)
    waiting = CampaignFacts(
        "Sertifikat depot air minum segera berakhir",
        "Sertifikat laik higiene sanitasi depot Anda berakhir dalam 60 hari. Siapkan hasil uji air yang terbaru.",
        facility_kind="dam", type_code="SLHS-DAM", ends_within=60,
    )  # fmt: skip
    campaigns.draft(team.office, waiting, by=by, at=team.at)
    for title, text, title_en, text_en, begins, ends in NEWS:
        first = team.today + timedelta(days=begins)
        last = team.today + timedelta(days=ends) if ends is not None else None
        facts = NewsFacts(title, text, title_en, text_en, first, last)
        news.publish(team.office, facts, by=by, at=min(team.at, team.moment(begins, 8)))


NEWS = (
    (
        "Pemeriksaan depot air minum bulan ini",
        "Tenaga pengawas memeriksa depot. Mintalah surat tugas dan kartunya. Pemeriksaan tidak dipungut biaya.",
        "Inspection of water depots this month",
        "Health inspectors visit water depots. Ask to see letter and card. The inspection is free of charge.",
        -5,
        25,
    ),
    (
        "Jawab temuan dari halaman Temuan",
        "Penanggung jawab fasilitas mengirim foto bukti perbaikan; pengawas menilainya tanpa datang dua kali.",
        "Answer findings from the page Findings",
        "Persons in charge send photos of the repair; the inspector judges them without a second trip.",
        -12,
        None,
    ),
    (
        "Loket pindah sementara",
        "Selama pengecatan, loket berada di ruang timur.",
        "Counter moved for a while",
        "During painting the counter is in the east room.",
        -60,
        -30,
    ),
)
