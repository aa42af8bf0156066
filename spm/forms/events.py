"""A crisis, an outbreak with its places, and the outbreak record form with its seven service rows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from spm.domain.events import CrisisInput, OutbreakInput, PlaceInput, RowInput
from spm.enums import CrisisStage
from spm.models import CrisisEvent, Outbreak, OutbreakPlace, OutbreakService

LARGEST = 99_999_999
PLACES = 6


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _people(label: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=LARGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def places_below(region: Region) -> Any:
    """The regencies and cities of a province."""
    return Region.objects.filter(parent=region, current=True).order_by("code")


class CrisisForm(forms.Form):
    """One effort before a crisis, or one disaster."""

    stage = forms.ChoiceField(label=_("Tahap"), choices=CrisisStage.choices)
    name = forms.CharField(label=_("Kejadian atau kegiatan"), max_length=160)
    place = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), queryset=Region.objects.none(), required=False, empty_label=_("Seluruh provinsi")
    )
    starts_on = _day(_("Mulai"))
    ends_on = _day(_("Selesai"), required=False)
    due = _people(_("Penduduk terdampak, atau sasaran edukasi"))
    served = _people(_("Dilayani"))
    reason = forms.CharField(label=_("Alasan bila melebihi sasaran"), max_length=300, required=False)
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False)

    def __init__(self, *args: Any, region: Region, event: CrisisEvent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places_below(region)  # type: ignore[attr-defined]
        if event is not None:
            names = ("stage", "name", "place", "starts_on", "ends_on", "due", "served", "reason", "note")
            self.initial.update({name: getattr(event, name) for name in names})

    def given(self) -> CrisisInput:
        """What was typed."""
        return CrisisInput(**self.cleaned_data)


class OutbreakForm(forms.Form):
    """One outbreak; places are rows below, those left empty do not count."""

    disease = forms.CharField(label=_("Jenis KLB"), max_length=120)
    starts_on = _day(_("Mulai dicurigai"))
    ends_on = _day(_("Berakhir (kosong selama berjalan)"), required=False)
    cases_served = _people(_("Kasus yang dilayani"))
    contacts_served = _people(_("Kontak dan penduduk berisiko yang dilayani"))
    reason = forms.CharField(label=_("Alasan bila melebihi sasaran"), max_length=300, required=False)
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False)

    def __init__(self, *args: Any, region: Region, event: Outbreak | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        places = list(event.places.all()) if event else []
        self.size = max(PLACES, len(places) + 1)
        choices = [("", _("Pilih")), *places_below(region).values_list("code", "name")]
        self.names = dict(choices[1:])
        for number in range(self.size):
            self._add_place(number, choices, places[number] if number < len(places) else None)
        if event is not None:
            names = ("disease", "starts_on", "ends_on", "cases_served", "contacts_served", "reason", "note")
            self.initial.update({name: getattr(event, name) for name in names})

    def _add_place(self, number: int, choices: Sequence[Any], place: OutbreakPlace | None) -> None:
        self.fields[f"region-{number}"] = forms.ChoiceField(label=_("Kabupaten/kota"), choices=choices, required=False)
        self.fields[f"infected-{number}"] = _people(_("Terinfeksi"), required=False)
        self.fields[f"at_risk-{number}"] = _people(_("Berisiko"), required=False)
        self.fields[f"declared-{number}"] = forms.BooleanField(label=_("KLB dinyatakan"), required=False)
        if place is not None:
            self.initial[f"region-{number}"] = place.region_id
            for name in ("infected", "at_risk", "declared"):
                self.initial[f"{name}-{number}"] = getattr(place, name)

    @property
    def main_fields(self) -> list[Any]:
        """The fields of the outbreak itself."""
        return [self[name] for name in self.base_fields]

    @property
    def place_rows(self) -> list[tuple[int, Any, Any, Any, Any]]:
        """The fields of each place."""
        return [
            (n + 1, self[f"region-{n}"], self[f"infected-{n}"], self[f"at_risk-{n}"], self[f"declared-{n}"])
            for n in range(self.size)
        ]

    def clean(self) -> dict[str, Any]:
        """A place needs both of its numbers."""
        data = super().clean() or {}
        for n in range(self.size):
            if data.get(f"region-{n}"):
                for name in ("infected", "at_risk"):
                    if data.get(f"{name}-{n}") is None:
                        self.add_error(f"{name}-{n}", _("Isi jumlah orang."))
        return data

    def given(self) -> OutbreakInput:
        """What was typed; form rows entered before stay with their places."""
        data = self.cleaned_data
        regions = Region.objects.in_bulk([data[f"region-{n}"] for n in range(self.size) if data[f"region-{n}"]])
        rows = rows_of(self.event)
        places = tuple(
            PlaceInput(
                regions[code],
                data[f"infected-{n}"],
                data[f"at_risk-{n}"],
                bool(data[f"declared-{n}"]),
                rows.get(code, ()),
            )
            for n in range(self.size)
            if (code := data[f"region-{n}"])
        )
        return OutbreakInput(**{name: data[name] for name in self.base_fields}, places=places)


def rows_of(event: Outbreak | None) -> dict[str, tuple[RowInput, ...]]:
    """The form rows of an outbreak by place."""
    if event is None:
        return {}
    return {
        place.region_id: tuple(RowInput(row.service_id, row.due, row.served, row.note) for row in place.rows.all())
        for place in event.places.all()
    }


class RecordForm(forms.Form):
    """The record form (Pergub NTB 32/2022): for each place one row per service; rows are never added up."""

    def __init__(self, *args: Any, event: Outbreak, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.services = list(OutbreakService.objects.filter(is_active=True))
        for place in event.places.all():
            stood = {row.service_id: row for row in place.rows.all()}
            for service in self.services:
                self._add(place, service, stood.get(service.pk))

    def _add(self, place: OutbreakPlace, service: OutbreakService, row: Any) -> None:
        key = f"{place.pk}-{service.position}"
        self.fields[f"due-{key}"] = _people(_("Sasaran"), required=False)
        self.fields[f"served-{key}"] = _people(_("Dilayani"), required=False)
        self.fields[f"note-{key}"] = forms.CharField(label=_("Keterangan"), max_length=200, required=False)
        if row is not None:
            self.initial.update({f"due-{key}": row.due, f"served-{key}": row.served, f"note-{key}": row.note})

    @property
    def sections(self) -> list[tuple[OutbreakPlace, list[tuple[OutbreakService, Any, Any, Any]]]]:
        """Places with their seven rows."""
        return [
            (
                place,
                [
                    (
                        service,
                        self[f"due-{place.pk}-{service.position}"],
                        self[f"served-{place.pk}-{service.position}"],
                        self[f"note-{place.pk}-{service.position}"],
                    )
                    for service in self.services
                ],
            )
            for place in self.event.places.all()
        ]

    def clean(self) -> dict[str, Any]:
        """Both numbers of a row, or none; more served than due asks for a note."""
        data = super().clean() or {}
        for place in self.event.places.all():
            for service in self.services:
                key = f"{place.pk}-{service.position}"
                due, served = data.get(f"due-{key}"), data.get(f"served-{key}")
                if (due is None) != (served is None):
                    self.add_error(f"served-{key}", _("Isi sasaran dan yang dilayani."))
                elif due is not None and served is not None and served > due and not data.get(f"note-{key}"):
                    self.add_error(f"note-{key}", _("Melebihi sasaran: isi keterangan."))
        return data

    def given(self) -> OutbreakInput:
        """The outbreak as it stands, with these rows."""
        event = self.event
        return OutbreakInput(
            disease=event.disease,
            starts_on=event.starts_on,
            ends_on=event.ends_on,
            cases_served=event.cases_served,
            contacts_served=event.contacts_served,
            reason=event.reason,
            note=event.note,
            places=tuple(
                PlaceInput(place.region, place.infected, place.at_risk, place.declared, tuple(self._rows(place)))
                for place in event.places.all()
            ),
        )

    def _rows(self, place: OutbreakPlace) -> Any:
        for service in self.services:
            key = f"{place.pk}-{service.position}"
            if self.cleaned_data.get(f"due-{key}") is not None:
                yield RowInput(
                    service.pk,
                    self.cleaned_data[f"due-{key}"],
                    self.cleaned_data[f"served-{key}"],
                    self.cleaned_data[f"note-{key}"],
                )
