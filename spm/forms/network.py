"""Forms of an IQ-Care network: founding, members, papers, problem, pathway, months, evaluation."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import formats
from facilities.models import Facility
from spm.domain.networks.monitoring import EvaluationInput, RowInput
from spm.enums import Effort, EvaluationDecision, Moment, TaskResult
from spm.models import CareTask, Indicator, Monitoring, NetworkMember, PaperKind
from spm.models.network import HALF_YEAR, YEAR

MOST_SERVED = 9_999_999


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, with the phone's own picker."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def text_field(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=1000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class FoundForm(forms.Form):
    """A new network around a Puskesmas."""

    name = forms.CharField(label=_("Nama jejaring"), max_length=120)
    lead = forms.ModelChoiceField(
        label=_("Puskesmas pembina"), queryset=Facility.objects.none(), empty_label=_("Pilih")
    )
    every = forms.TypedChoiceField(
        label=_("Evaluasi setiap"), coerce=int, choices=[(HALF_YEAR, _("6 bulan")), (YEAR, _("12 bulan"))]
    )

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]
        if leads.count() == 1:
            self.initial["lead"] = leads.first()


class MemberForm(forms.Form):
    """A facility to take in."""

    facility = forms.ModelChoiceField(label=_("FKTP"), queryset=Facility.objects.none(), empty_label=_("Pilih"))

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].queryset = candidates  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """A paper: a letter by number and date, a file, or both."""

    kind = forms.ChoiceField(label=_("Jenis dokumen"))
    title = forms.CharField(label=_("Perihal"), max_length=160)
    number = forms.CharField(label=_("Nomor surat"), max_length=80, required=False)
    dated_on = day_field(_("Tanggal surat"), required=False)
    file = forms.FileField(
        label=_("Berkas"),
        required=False,
        help_text=_("PDF, JPG, atau PNG, paling besar 10 MB. Boleh kosong bila nomor dan tanggal diisi."),
    )

    def __init__(self, *args: Any, kinds: Iterable[PaperKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.code: kind for kind in kinds}
        self.fields["kind"].choices = [(code, kind.label) for code, kind in self.kinds.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> PaperKind:
        """What was chosen."""
        return self.kinds[self.cleaned_data["kind"]]


class ProblemForm(forms.Form):
    """An indicator that has figures, and why it comes first."""

    indicator = forms.ChoiceField(label=_("Indikator"))
    reason = forms.CharField(
        label=_("Mengapa diutamakan"), max_length=500, min_length=10, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in indicators}
        choices = [(pk, f"{row.code} {row.label}") for pk, row in self.rows.items()]
        self.fields["indicator"].choices = [("", _("Pilih")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Indicator:
        """The indicator."""
        return self.rows[self.cleaned_data["indicator"]]


def member_choices(members: Iterable[NetworkMember]) -> list[tuple[str, str]]:
    """Facilities of these members."""
    return [(str(row.facility_id), row.facility.name) for row in members]


class TaskForm(forms.Form):
    """A step of the pathway."""

    facility = forms.TypedChoiceField(label=_("FKTP pelaksana"), coerce=int)
    moment = forms.ChoiceField(label=_("Waktu"), choices=Moment.choices)
    effort = forms.ChoiceField(label=_("Upaya"), choices=Effort.choices)
    title = forms.CharField(label=_("Tugas"), max_length=200)
    team = forms.CharField(
        label=_("Tim"), max_length=200, required=False, help_text=_("Profesi yang bekerja, misalnya dokter dan bidan.")
    )

    def __init__(self, *args: Any, members: Iterable[NetworkMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].choices = [("", _("Pilih")), *member_choices(members)]  # type: ignore[attr-defined]


class DeliveryForm(forms.Form):
    """The day the pathway begins to be followed."""

    on = day_field(_("Pelaksanaan mulai"))


class MonthForm(forms.Form):
    """The sheet of a month: each task of the pathway, then what follows."""

    follow_up = text_field(_("Rencana tindak lanjut"))

    def __init__(self, *args: Any, tasks: Sequence[CareTask], sheet: Monitoring | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = list(tasks)
        stood = {row.task_id: row for row in sheet.rows.all()} if sheet else {}
        if sheet is not None:
            self.initial["follow_up"] = sheet.follow_up
        for task in self.tasks:
            self._add(task)
            if task.pk in stood:
                for name in ("result", "served", "note"):
                    self.initial[f"{name}-{task.pk}"] = getattr(stood[task.pk], name)

    def _add(self, task: CareTask) -> None:
        self.fields[f"result-{task.pk}"] = forms.ChoiceField(
            label=_("Hasil"), choices=[("", _("Pilih")), *TaskResult.choices]
        )
        self.fields[f"served-{task.pk}"] = forms.IntegerField(
            label=_("Orang dilayani"),
            required=False,
            min_value=0,
            max_value=MOST_SERVED,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        self.fields[f"note-{task.pk}"] = forms.CharField(label=_("Kendala"), max_length=300, required=False)

    @property
    def rows(self) -> list[tuple[CareTask, Any, Any, Any]]:
        """Each task with its fields."""
        return [
            (task, self[f"result-{task.pk}"], self[f"served-{task.pk}"], self[f"note-{task.pk}"]) for task in self.tasks
        ]

    def clean(self) -> dict[str, Any]:
        """A task that did not go well asks for a word why."""
        data = super().clean() or {}
        for task in self.tasks:
            result = data.get(f"result-{task.pk}")
            if result and result != TaskResult.DONE and not data.get(f"note-{task.pk}"):
                self.add_error(f"note-{task.pk}", _("Tulis kendalanya."))
        return data

    def given(self) -> list[RowInput]:
        """What was typed."""
        data = self.cleaned_data
        return [
            RowInput(task.pk, data[f"result-{task.pk}"], data[f"served-{task.pk}"], data[f"note-{task.pk}"])
            for task in self.tasks
        ]


class ResponseForm(forms.Form):
    """What a member says."""

    facility = forms.TypedChoiceField(label=_("FKTP yang menanggapi"), coerce=int)
    text = text_field(_("Tanggapan dan masukan"))

    def __init__(self, *args: Any, members: Sequence[NetworkMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = [] if len(members) == 1 else [("", _("Pilih"))]
        self.fields["facility"].choices = [*empty, *member_choices(members)]  # type: ignore[attr-defined]


class EvaluationForm(forms.Form):
    """An evaluation in the three respects of the paper (seed 004), and what follows."""

    held_on = day_field(_("Tanggal evaluasi"))
    patients = text_field(_("Manfaat bagi pasien"))
    providers = text_field(_("Dampak bagi tenaga dan fasilitas"))
    targets = text_field(_("Dukungan pada target kinerja dan prioritas daerah"))
    decision = forms.ChoiceField(label=_("Keputusan"), choices=EvaluationDecision.choices)

    def given(self) -> EvaluationInput:
        """What was typed."""
        return EvaluationInput(**self.cleaned_data)


def month_name(month: date) -> str:
    """Write "Januari 2026"."""
    return formats.plain_date(month).partition(" ")[2]
