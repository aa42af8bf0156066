"""Campaigns and news."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.regions import district_choices
from accounts.models import Region
from facilities.domain.kinds import kind_choices
from facilities.domain.licence_register import type_names
from inspections.domain.campaigns import CampaignFacts
from inspections.domain.news import NewsFacts
from inspections.forms.fields import ANY, DayField, NamedChoiceField, long_text
from inspections.models import Campaign, NewsItem
from inspections.models.communication import LONGEST_TEXT


class CampaignForm(forms.Form):
    """What is said, and to whom."""

    title = forms.CharField(label=_("Judul"), max_length=80)
    text = long_text(
        _("Isi pesan"),
        _("Tanpa NIK, nama orang, dan keterangan kesehatan. Paling banyak 320 huruf."),
        limit=LONGEST_TEXT,
    )
    facility_kind = forms.ChoiceField(label=_("Jenis fasilitas"), required=False)
    region = NamedChoiceField(
        label=_("Kecamatan"), queryset=Region.objects.none(), required=False, empty_label=_("Semua")
    )
    type_code = forms.ChoiceField(label=_("Jenis izin"), required=False)
    ends_within = forms.IntegerField(
        label=_("Izin berakhir dalam (hari)"),
        required=False,
        min_value=1,
        max_value=730,
        help_text=_("Kosongkan untuk semua."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["facility_kind"].choices = [ANY, *kind_choices()]
        fields["type_code"].choices = [ANY, *sorted(type_names().items(), key=lambda pair: pair[1])]
        codes = [code for code, _name in district_choices(user, "communication_write")]
        fields["region"].queryset = Region.objects.filter(code__in=codes)

    @property
    def facts(self) -> CampaignFacts:
        """What was typed."""
        return CampaignFacts(**self.cleaned_data)


def campaign_initial(campaign: Campaign) -> dict[str, Any]:
    """Return what the form shows of a campaign."""
    return {name: getattr(campaign, name) for name in CampaignFacts.__dataclass_fields__}


class NewsForm(forms.Form):
    """Title, text and days; English is optional."""

    title = forms.CharField(label=_("Judul"), max_length=120)
    text = long_text(_("Isi"), _("Teks biasa; baris kosong memisahkan paragraf."), rows=8)
    title_en = forms.CharField(label=_("Judul (Inggris)"), max_length=120, required=False)
    text_en = long_text(_("Isi (Inggris)"), rows=4, required=False)
    starts_on = DayField(label=_("Tayang mulai"))
    ends_on = DayField(label=_("Tayang sampai"), required=False, help_text=_("Kosongkan bila sampai ditarik."))

    def clean(self) -> dict[str, Any]:
        """News ends after it begins."""
        found = super().clean() or self.cleaned_data
        if found.get("starts_on") and found.get("ends_on") and found["ends_on"] < found["starts_on"]:
            self.add_error("ends_on", _("Tanggal akhir harus sesudah tanggal mulai."))
        return found

    @property
    def facts(self) -> NewsFacts:
        """What was typed."""
        return NewsFacts(**self.cleaned_data)


def news_initial(item: NewsItem) -> dict[str, Any]:
    """Return what the form shows of a piece of news."""
    return {name: getattr(item, name) for name in NewsFacts.__dataclass_fields__}
