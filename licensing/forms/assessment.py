"""What a TPK types: a visit and its result, repairs asked for, questions outside, the assessment itself."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Segments, filled
from inspections.enums import VisitConclusion
from licensing.domain.assessing import DESK_CHECKS, AssessmentInput, VisitPlan, VisitResult
from licensing.domain.coordinating import Answer, Question
from licensing.domain.product_facts import FactField
from licensing.domain.transitions import MIN_NOTE
from licensing.enums import Proposal
from licensing.forms.fields import DayField, HourField, LinesField, SheetForm, moment
from licensing.models import Document, Reason

YES_NO = (("yes", _("Sesuai")), ("no", _("Tidak sesuai")))


class VisitPlanForm(SheetForm):
    """A visit under a surat tugas."""

    surat_tugas_number = forms.CharField(
        label=_("Nomor surat tugas di luar portal"),
        help_text=_("Kosongkan bila surat tugas dibuat dan ditandatangani di portal ini."),
        max_length=80,
        required=False,
    )
    surat_tugas_date = DayField(label=_("Tanggal surat tugas"), required=False)
    scheduled_on = DayField(label=_("Tanggal kunjungan"))
    scheduled_time = HourField(label=_("Jam kunjungan"))
    purpose = forms.CharField(label=_("Rangka pemeriksaan"), max_length=200, required=False)

    pointers = {"scheduled_at": "scheduled_on"}

    def plan(self, zone: Any) -> VisitPlan:
        """For the domain."""
        given = self.cleaned_data
        return VisitPlan(
            surat_tugas_number=given["surat_tugas_number"],
            surat_tugas_date=given["surat_tugas_date"],
            scheduled_at=moment(given["scheduled_on"], given["scheduled_time"], zone),
            purpose=given["purpose"],
        )


class VisitResultForm(SheetForm):
    """What a visit found."""

    held_on = DayField(label=_("Tanggal pelaksanaan"))
    held_time = HourField(label=_("Jam pelaksanaan"))
    conclusion = forms.ChoiceField(label=_("Kesimpulan"), choices=VisitConclusion.choices, widget=forms.RadioSelect)
    berita_acara_number = forms.CharField(
        label=_("Nomor berita acara"),
        help_text=_("Tidak perlu diisi bila tempat tidak dapat diperiksa."),
        max_length=80,
        required=False,
    )
    met_name = forms.CharField(label=_("Nama yang ditemui"), max_length=120, required=False)
    met_position = forms.CharField(label=_("Kedudukannya"), max_length=80, required=False)
    score = forms.DecimalField(
        label=_("Nilai (0–100)"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    findings = LinesField(label=_("Temuan"), help_text=_("Satu baris satu temuan."), max_length=4000, required=False)
    repair_by = DayField(label=_("Dibenahi paling lambat"), required=False)
    notes = forms.CharField(
        label=_("Catatan"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    pointers = {"held_at": "held_on", "berita_acara": "berita_acara_number"}

    def result(self, zone: Any) -> VisitResult:
        """For the domain."""
        given = self.cleaned_data
        until = given["repair_by"].isoformat() if given["repair_by"] else ""
        return VisitResult(
            held_at=moment(given["held_on"], given["held_time"], zone),
            conclusion=VisitConclusion(given["conclusion"]),
            berita_acara_number=given["berita_acara_number"],
            met_name=given["met_name"],
            met_position=given["met_position"],
            notes=given["notes"],
            score=given["score"],
            findings=[{"text": text, "rule": "", "repair_by": until} for text in given["findings"]],
        )


class RepairForm(SheetForm):
    """Findings the applicant must mend before the assessment goes on."""

    items = LinesField(
        label=_("Yang harus dibenahi"),
        help_text=_("Satu baris satu hal. Dibaca apa adanya oleh pemohon."),
        max_length=4000,
    )
    repair_by = DayField(label=_("Paling lambat"))


class RepairedForm(SheetForm):
    """The repair is accepted."""

    note = forms.CharField(
        label=_("Catatan penerimaan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CoordinationForm(SheetForm):
    """To whom and what is asked."""

    partner_name = forms.CharField(label=_("Instansi"), max_length=150)
    partner_title = forms.CharField(label=_("Pejabat yang dituju"), max_length=150, required=False)
    partner_email = forms.EmailField(
        label=_("Pos-el instansi"),
        help_text=_("Tautan terbatas dikirim ke alamat ini; tautan itu hanya membuka berkas ini."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    questions = LinesField(label=_("Pertanyaan"), help_text=_("Satu baris satu pertanyaan."), max_length=4000)

    pointers = {"partner": "partner_email"}

    def question(self) -> Question:
        """For the domain."""
        return Question(**self.cleaned_data)


class AnswerForm(SheetForm):
    """The answer of an outside body."""

    favourable = forms.ChoiceField(
        label=_("Pertimbangan"),
        choices=(("yes", _("Mendukung")), ("no", _("Tidak mendukung"))),
        widget=Segments(looks={"no": "n"}),
    )
    text = forms.CharField(
        label=_("Isi jawaban"),
        help_text=filled(_("Paling sedikit %(n)s huruf."), n=MIN_NOTE),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    number = forms.CharField(label=_("Nomor surat jawaban"), max_length=80)
    on = DayField(label=_("Tanggal surat jawaban"))
    by_name = forms.CharField(label=_("Nama dan jabatan yang menjawab"), max_length=120)

    def clean_on(self) -> date:
        """A letter is dated today or before."""
        on: date = self.cleaned_data["on"]
        if self.today is not None and on > self.today:
            raise forms.ValidationError(_("Tanggal surat jawaban tidak boleh di masa depan."))
        return on

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def answer(self, document: Document | None = None) -> Answer:
        """For the domain."""
        given = self.cleaned_data
        return Answer(
            text=given["text"],
            favourable=given["favourable"] == "yes",
            number=given["number"],
            on=given["on"],
            by_name=given["by_name"],
            document=document,
        )


class PartnerAnswerForm(AnswerForm):
    """The same through the limited link, with a scan of the letter when there is one."""

    document = forms.FileField(
        label=_("Pindaian surat jawaban"),
        help_text=_("JPG, PNG, atau PDF, paling besar 10 MB."),
        required=False,
    )


class AssessmentForm(SheetForm):
    """The conclusion: desk checks, facts the product prints, proposal, reasons, conditions."""

    proposal = forms.ChoiceField(
        label=_("Usul"), choices=Proposal.choices, widget=Segments(looks={Proposal.REFUSE: "n"})
    )
    reason_code = forms.ChoiceField(label=_("Alasan tidak layak"), required=False)
    summary = forms.CharField(
        label=_("Uraian penilaian"),
        help_text=filled(
            _("Dibaca kepala bidang dan kepala dinas. Untuk usul tidak layak paling sedikit %(n)s huruf."), n=MIN_NOTE
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    conditions = LinesField(
        label=_("Syarat dalam surat"),
        help_text=_("Satu baris satu syarat; tercetak dalam surat."),
        max_length=4000,
        required=False,
    )
    conditions_until = DayField(
        label=_("Syarat dipenuhi paling lambat"), help_text=_("Wajib bila ada syarat."), required=False
    )

    pointers = {"reason": "reason_code"}

    def clean(self) -> dict[str, Any]:
        """A condition without a date could never be checked."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("conditions") and not given.get("conditions_until"):
            self.add_error("conditions_until", _("Isi tanggal pemenuhan syarat."))
        return given

    def __init__(self, *args: Any, facts: tuple[FactField, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact_fields = facts
        reasons = Reason.objects.filter(kind="refuse").order_by("code")
        self.fields["reason_code"].choices = [  # type: ignore[attr-defined]
            ("", _("Pilih alasan")),
            *((row.code, row.label) for row in reasons),
        ]
        for code, label in DESK_CHECKS:
            self.fields[f"check_{code}"] = forms.ChoiceField(
                label=label,
                choices=YES_NO,
                widget=Segments(looks={"no": "n"}),
                error_messages={"required": _("Jawab butir ini.")},
            )
        for fact in facts:
            self.fields[f"facts_{fact.key}"] = _fact_field(fact)

    def checks(self) -> list[Any]:
        """The bound fields of the desk checklist, for the template."""
        return [self[f"check_{code}"] for code, _label in DESK_CHECKS]

    def facts(self) -> list[Any]:
        """The bound fields of the product's facts."""
        return [self[f"facts_{fact.key}"] for fact in self.fact_fields]

    def given(self) -> AssessmentInput:
        """For the domain."""
        data = self.cleaned_data
        return AssessmentInput(
            proposal=Proposal(data["proposal"]),
            summary=data["summary"],
            reason_code=data["reason_code"] if data["proposal"] == Proposal.REFUSE else "",
            desk_checks=[
                {"code": code, "label": str(label), "ok": data[f"check_{code}"] == "yes"} for code, label in DESK_CHECKS
            ],
            conditions=[{"text": text, "until": data["conditions_until"].isoformat()} for text in data["conditions"]],
            facts={fact.key: _fact_text(data.get(f"facts_{fact.key}")) for fact in self.fact_fields},
        )


def _fact_field(fact: FactField) -> forms.Field:
    # Whether a fact is needed depends on the proposal; the domain says so.
    if fact.kind == "date":
        return DayField(label=fact.label, required=False)
    if fact.kind == "number":
        return forms.DecimalField(label=fact.label, required=False, min_value=0, max_digits=8, decimal_places=2)
    widget = forms.Textarea(attrs={"rows": 3}) if fact.kind == "lines" else forms.TextInput()
    return forms.CharField(label=fact.label, required=False, max_length=4000, widget=widget)


def _fact_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
