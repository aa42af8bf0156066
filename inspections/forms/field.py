"""The inspection as plain forms, one part a page: what a browser without script posts."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from inspections.domain.submission import AnswerIn, SignatureIn
from inspections.enums import AnswerValue, Side, SignatureWay, VisitConclusion
from inspections.models import ChecklistItem

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Shot:
    """A file from the form, with the hash it is kept under."""

    sha256: str
    file: UploadedFile[bytes]
    item: str = ""


class StartForm(forms.Form):
    """Who was met and which conditions the place has; or why it could not be inspected."""

    met_name = forms.CharField(label=_("Nama orang yang ditemui"), max_length=120, required=False)
    met_position = forms.CharField(label=_("Kedudukan"), max_length=80, required=False)
    conditions = forms.MultipleChoiceField(
        label=_("Keadaan tempat"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Centang yang ada. Butir yang tidak berlaku tidak ditanyakan."),
    )
    not_inspected_reason = forms.CharField(
        label=_("Sebab tidak dapat diperiksa"),
        max_length=300,
        required=False,
        help_text=_("Isi hanya bila tempat tidak dapat diperiksa, misalnya tutup."),
    )

    def __init__(self, *args: Any, conditions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].choices = [(each, each) for each in conditions]  # type: ignore[attr-defined]
        if not conditions:
            del self.fields["conditions"]


class SignatureForm(forms.Form):
    """One side: name and a photo of the signed paper, or refused with the reason. Drawing needs the script."""

    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    position = forms.CharField(label=_("Kedudukan"), max_length=80, required=False)
    paper = forms.FileField(label=_("Foto lembar yang ditandatangani"), required=False)
    refusal_reason = forms.CharField(
        label=_("Alasan menolak"),
        max_length=300,
        required=False,
        help_text=_("Isi hanya bila menolak menandatangani."),
    )
    witness = forms.CharField(label=_("Saksi"), max_length=120, required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, side: Side, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, files, prefix=side.value, initial=initial)
        self.side = side
        if side == Side.INSPECTOR:
            del self.fields["refusal_reason"], self.fields["witness"]

    def signature(self, photo_sha256: str, *, at: datetime) -> SignatureIn | None:
        """Return what the form says; None when it says nothing yet."""
        said = self.cleaned_data
        reason = said.get("refusal_reason", "")
        if not said["name"] or not (photo_sha256 or reason):
            return None
        return SignatureIn(
            side=self.side,
            name=said["name"],
            position=said["position"],
            way=SignatureWay.REFUSED if reason else SignatureWay.PAPER,
            photo_sha256="" if reason else photo_sha256,
            refusal_reason=reason,
            witness=said.get("witness", ""),
            signed_at=at,
        )


class EndForm(forms.Form):
    """The statement of the inspected, and the conclusion where no checklist is made for such a place."""

    statement = forms.CharField(
        label=_("Keterangan pihak yang diperiksa"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    conclusion = forms.ChoiceField(
        label=_("Kesimpulan"), required=False, choices=[("", _("Pilih")), *VisitConclusion.choices]
    )

    def __init__(self, *args: Any, has_checklist: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_checklist:
            del self.fields["conclusion"]


def answers_in(posted: Mapping[str, str], items: Iterable[ChecklistItem]) -> list[AnswerIn]:
    """Return the answers a part's page posted; a question without an answer stays open."""
    found = []
    for item in items:
        value = posted.get(f"value-{item.code}", "")
        if value in AnswerValue.values:
            note = posted.get(f"note-{item.code}", "").strip()[:LONGEST_NOTE]
            until = _day(posted.get(f"until-{item.code}", "")) if value == AnswerValue.NO else None
            found.append(AnswerIn(code=item.code, value=value, note=note, repair_until=until))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def shots_in(files: Mapping[str, UploadedFile[bytes]], items: Iterable[ChecklistItem]) -> list[Shot]:
    """Return the photos a part's page posted."""
    return [shot_of(files[f"photo-{item.code}"], item.code) for item in items if files.get(f"photo-{item.code}")]


def shot_of(file: UploadedFile[bytes], item: str = "") -> Shot:
    """Return a posted file with its hash."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return Shot(digest.hexdigest(), file, item)
