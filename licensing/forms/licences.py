"""Forms about licences: the public search, officers' filters, surrender, sanctions, the check after silence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import filled
from licensing.domain.licences.public_register import LEAST_LETTERS
from licensing.domain.licences.standing import EXPIRED
from licensing.domain.transitions import MIN_NOTE
from licensing.enums import LicenceState, PostCheckResult
from licensing.forms.decision import ReasonChoiceField, SignForm
from licensing.forms.fields import DayField, LinesField, SheetForm
from licensing.forms.queue import district_choices, type_choices
from licensing.models import Reason, RecommendationType, SanctionStep

ALL = ("", _("Semua"))
FLAGGED = "flagged"
ENDING = "ending"


def _types() -> list[tuple[str, Any]]:
    return [("", _("Semua jenis")), *type_choices()]


def _districts() -> list[tuple[str, Any]]:
    return [ALL, *district_choices()]


class RegisterForm(forms.Form):
    """What a visitor searches the public register by; values of old links that mean nothing are left out."""

    q = forms.CharField(
        label=_("Nama, nomor, atau tempat"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=filled(_("Paling sedikit %(n)s huruf."), n=LEAST_LETTERS),
    )
    type = forms.ChoiceField(label=_("Jenis izin"), choices=_types, required=False)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), choices=_districts, required=False)


STATUS_CHOICES = (
    ALL,
    *((state.value, state.label) for state in LicenceState),
    (EXPIRED, _("Habis masa berlaku")),
    (ENDING, _("Berakhir dalam 90 hari")),
    (FLAGGED, _("Bertanda")),
)


class LicenceFilterForm(RegisterForm):
    """The officers' list adds the status."""

    status = forms.ChoiceField(label=_("Status"), choices=STATUS_CHOICES, required=False)


def _words(label: Any, help_text: Any, *, least: int = MIN_NOTE) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=least,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": _("Isi sedikitnya %(limit_value)d huruf; yang tertulis %(show_value)d.")},
    )


class SurrenderForm(SheetForm):
    """Give a licence back, from today or a day to come."""

    pointers = {"on": "on"}
    why = forms.ChoiceField(
        label=_("Alasan"),
        choices=(
            ("end", _("Berhenti berpraktik atau berusaha di tempat ini")),
            ("other_city", _("Pindah ke daerah lain")),
        ),
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Tidak berlaku mulai"), help_text=_("Hari ini atau sesudahnya."))
    sure = forms.BooleanField(label=_("Saya mengerti izin ini tidak dapat digunakan lagi mulai tanggal itu."))


class StepChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Steps of the ladder by their words."""

    def label_from_instance(self, obj: Any) -> str:
        """The step in the reader's language."""
        return str(obj.label)


class ProposeForm(SheetForm):
    """One step against a licence."""

    step = StepChoiceField(label=_("Langkah"), queryset=SanctionStep.objects.none(), empty_label=_("Pilih langkah"))
    reason = ReasonChoiceField(
        label=_("Alasan"),
        queryset=Reason.objects.none(),
        required=False,
        empty_label=_("Pilih alasan"),
        help_text=_("Wajib untuk pembekuan dan pencabutan."),
    )
    note = _words(_("Uraian"), _("Apa yang ditemukan; dikutip dalam surat. Tanpa data pasien."))
    breaches = LinesField(
        label=_("Yang harus dibenahi"),
        required=False,
        help_text=_("Satu hal tiap baris, bila lebih dari satu."),
    )
    rule = forms.CharField(
        label=_("Ketentuan yang dilanggar"), required=False, max_length=300, help_text=_("Peraturan dan pasalnya.")
    )
    record_number = forms.CharField(label=_("Nomor berita acara"), required=False, max_length=120)
    record_date = DayField(label=_("Tanggal berita acara"), required=False)
    effective_on = DayField(
        label=_("Berlaku mulai"), required=False, help_text=_("Kosong: pada hari suratnya ditandatangani.")
    )

    def __init__(self, *args: Any, steps: Any, reasons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Suspension and revocation name a reason of their own kind; an inspection record has number and date."""
        cleaned = super().clean() or {}
        step, reason = cleaned.get("step"), cleaned.get("reason")
        if step and step.verb in ("suspend", "revoke") and (reason is None or reason.kind != step.verb):
            self.add_error("reason", _("Pilih alasan yang sesuai dengan langkah ini."))
        if bool(cleaned.get("record_number")) != bool(cleaned.get("record_date")):
            self.add_error("record_date", _("Isi nomor dan tanggal berita acara, atau kosongkan keduanya."))
        return cleaned


class SanctionSignForm(SignForm):
    """A signature under a decision or an act."""


class RejectForm(SheetForm):
    """Turn a proposal down."""

    note = _words(_("Mengapa tidak disetujui"), _("Dibaca pengusul."))


class RepairNoteForm(SheetForm):
    """What was asked for is done."""

    note = _words(_("Apa yang sudah dibenahi"), _("Dengan bukti atau nomor berita acara tindak lanjut."))


class PostCheckForm(SheetForm):
    """The outcome of the check after a licence came by silence."""

    outcome = forms.ChoiceField(label=_("Hasil"), choices=PostCheckResult.choices, widget=forms.RadioSelect)
    result = _words(_("Catatan pemeriksaan"), _("Yang diperiksa dan hasilnya."))


def _delegated_types() -> list[tuple[str, Any]]:
    rows = RecommendationType.objects.filter(delegated=True).order_by("version")
    return [("", _("Pilih jenis")), *sorted({row.code: row.label for row in rows}.items(), key=lambda pair: pair[1])]


class DeemedForm(SheetForm):
    """Another silence limit for a type, or none, from a day on."""

    type = forms.ChoiceField(label=_("Jenis"), choices=_delegated_types)
    days = forms.IntegerField(
        label=_("Batas diam (hari kerja)"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Kosong: jenis ini tidak pernah terbit karena batas waktu."),
    )
    valid_from = DayField(
        label=_("Berlaku mulai"), help_text=_("Sesudah hari ini. Berkas yang sudah diajukan tetap pada batasnya.")
    )
    decree = forms.CharField(label=_("Dasar penetapan"), max_length=200, help_text=_("Nomor dan tanggal keputusan."))
