"""Campaigns to a segment and news: written, previewed, sent once."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats
from core.components import Cell, Column, Kind, Row, Table
from core.web import DomainErrorMixin
from facilities.domain.kinds import labels
from facilities.domain.licence_register import type_names
from inspections.domain import campaigns, news
from inspections.enums import CampaignState
from inspections.forms.communication import CampaignForm, NewsForm, campaign_initial, news_initial
from inspections.models import Campaign, NewsItem
from inspections.views.pages import FormPage
from inspections.views.scope import StaffMixin, version_of
from inspections.views.visit_tables import sentence_case

PAGE = 25


class CampaignListView(StaffMixin, TemplateView):
    """Campaigns of the region, newest first, and news."""

    policy = "communication_write"
    template_name = "inspections/campaign_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Campaign.objects.visible_to(self.request.user).select_related("office", "drafted_by", "region")
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            table=_campaign_table(list(page.object_list)) if page.paginator.count else None,
            **kwargs,
        )


def _campaign_table(rows: list[Campaign]) -> Table:
    kinds = labels()
    columns = (Column(_("Judul")), Column(_("Segmen")), Column(_("Fasilitas"), numeric=True), Column(_("Keadaan")))
    return Table(_("Kampanye"), columns, [_campaign_row(row, kinds) for row in rows], hide_caption=True)


def _campaign_row(row: Campaign, kinds: dict[str, str]) -> Row:
    sent = row.state == CampaignState.SENT
    at = formats.short_moment(row.sent_at or row.drafted_at, row.office.time_zone)
    return Row(
        (
            Cell(
                row.title, note=row.drafted_by.name, url=reverse("campaign_detail", args=[row.public_id]), strong=True
            ),
            Cell(segment_words(row, kinds)),
            Cell(formats.number(row.facility_count) if row.facility_count is not None else "–"),
            Cell(sentence_case(row.get_state_display()), note=at, kind=Kind.OK if sent else Kind.NONE),
        )
    )


def segment_words(row: Campaign, kinds: dict[str, str], types: dict[str, str] | None = None) -> str:
    """The segment in words."""
    parts = [
        kinds.get(row.facility_kind, row.facility_kind) or _("Semua jenis"),
        row.region.name if row.region else _("seluruh wilayah"),
    ]
    if row.type_code:
        parts.append((types or {}).get(row.type_code, row.type_code))
    if row.ends_within is not None:
        parts.append(_("izin berakhir dalam %(days)s hari") % {"days": row.ends_within})
    return ", ".join(parts)


class CampaignMixin(StaffMixin):
    """Gives `self.campaign`: of the own region, else 404."""

    policy = "communication_write"
    kwargs: dict[str, Any]

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign of the address."""
        rows = Campaign.objects.visible_to(self.request.user).select_related(
            "office", "region", "drafted_by", "sent_by"
        )
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 before anything is drawn or done."""
        self.kwargs = kwargs
        _found = self.campaign
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class CampaignDetailView(CampaignMixin, TemplateView):
    """The text, the segment with its count and its list; after sending, who was told."""

    template_name = "inspections/campaign_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.campaign
        sent = campaign.state == CampaignState.SENT
        counts, page, table = self._told() if sent else self._segment()
        return super().get_context_data(
            campaign=campaign,
            sent=sent,
            counts=counts,
            segment=segment_words(campaign, labels(), type_names()),
            page=page,
            table=table,
            may_send=not sent and counts["reached"] > 0,
            **kwargs,
        )

    def _segment(self) -> tuple[dict[str, int], Any, Table | None]:
        rows = campaigns.segment(self.campaign, on=self.today).select_related("region__parent")
        page: Any = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        total = page.paginator.count
        within = campaigns.reachable(self.campaign, on=self.today).count() if total else 0
        found = campaigns.reached(list(page.object_list), on=self.today)
        drawn = [_facility_row(each.facility, len(each.users)) for each in found]
        return {"facilities": total, "reached": within, "unreached": total - within}, page, _segment_table(drawn)

    def _told(self) -> tuple[dict[str, int], Any, Table | None]:
        rows = self.campaign.recipients.select_related("facility__region__parent")
        total = rows.order_by().values("facility").distinct().count()
        nobody = rows.filter(user=None).count()
        page: Any = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        drawn = [_facility_row(row.facility, int(row.user_id is not None)) for row in page.object_list]
        return {"facilities": total, "reached": total - nobody, "unreached": nobody}, page, _segment_table(drawn)


def _segment_table(rows: list[Row]) -> Table | None:
    columns = (Column(_("Fasilitas")), Column(_("Wilayah")), Column(_("Penanggung jawab")))
    return Table(_("Segmen"), columns, rows, hide_caption=True) if rows else None


def _facility_row(place: Any, users: int) -> Row:
    district = place.region.parent
    words = _("menerima pesan") if users else _("belum ada akun")
    return Row(
        (
            Cell(place.name, note=place.code, url=reverse("facility_detail", args=[place.public_id]), strong=True),
            Cell(place.region.name, note=district.name if district else ""),
            Cell(words, kind=Kind.OK if users else Kind.FIX),
        )
    )


class _CampaignForm(FormPage):
    policy = "communication_write"
    form_class = CampaignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def verb(self) -> str:
        return _("Simpan dan lihat penerima")


class CampaignCreateView(_CampaignForm):
    """Write a campaign."""

    def title(self) -> str:
        return _("Tulis kampanye")

    def back(self) -> str:
        return reverse("campaign_list")

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, CampaignForm)  # noqa: S101  # form_class
        found = campaigns.draft(self.office, form.facts, by=self.user, at=self.at)
        return redirect("campaign_detail", found.public_id)


class CampaignEditView(CampaignMixin, _CampaignForm):
    """Change a draft."""

    def get_initial(self) -> dict[str, Any]:
        return campaign_initial(self.campaign)

    def title(self) -> str:
        return _("Ubah kampanye")

    def back(self) -> str:
        return reverse("campaign_detail", args=[self.kwargs["public_id"]])

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, CampaignForm)  # noqa: S101  # form_class
        campaigns.revise(self.campaign, form.facts, version=None, by=self.user, at=self.at)
        return redirect("campaign_detail", self.kwargs["public_id"])


class CampaignSendView(DomainErrorMixin, CampaignMixin, View):
    """Send it, once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = campaigns.send(self.campaign, version=version_of(request), by=self.user, at=timezone.now())
        count = formats.number(found.facility_count or 0)
        messages.success(request, _("Terkirim untuk %(count)s fasilitas; di luar jam tenang.") % {"count": count})
        return redirect("campaign_detail", public_id)

    def refused_url(self) -> str:
        return reverse("campaign_detail", args=[self.kwargs["public_id"]])


class NewsManageView(StaffMixin, TemplateView):
    """News of the region, shown or not."""

    policy = "communication_write"
    template_name = "inspections/news_manage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = NewsItem.objects.visible_to(self.request.user).select_related("author", "office")
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        table = _news_table(list(page.object_list), self.today) if page.paginator.count else None
        return super().get_context_data(page=page, table=table, **kwargs)


def _news_table(rows: list[NewsItem], today: Any) -> Table:
    columns = (Column(_("Judul")), Column(_("Tayang")), Column(_("Keadaan")))
    return Table(_("Kabar"), columns, [_news_row(row, today) for row in rows], hide_caption=True)


def _news_row(row: NewsItem, today: Any) -> Row:
    if row.withdrawn_at or (row.ends_on and row.ends_on < today):
        word, tone = _("tidak tayang"), Kind.NONE
    elif row.starts_on > today:
        word, tone = _("akan tayang"), Kind.WAIT
    else:
        word, tone = _("tayang"), Kind.OK
    until = formats.plain_date(row.ends_on) if row.ends_on else _("sampai ditarik")
    return Row(
        (
            Cell(row.title, note=row.author.name, url=reverse("news_edit", args=[row.public_id]), strong=True),
            Cell(f"{formats.plain_date(row.starts_on)} – {until}"),
            Cell(word, kind=tone),
        )
    )


class NewsCreateView(FormPage):
    """Write a piece of news."""

    policy = "communication_write"
    form_class = NewsForm

    def title(self) -> str:
        return _("Tulis kabar")

    def verb(self) -> str:
        return _("Tayangkan")

    def back(self) -> str:
        return reverse("news_manage")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.today}

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, NewsForm)  # noqa: S101  # form_class
        news.publish(self.office, form.facts, by=self.user, at=self.at)
        return self.done(_("Kabar tersimpan."), "news_manage")


class NewsEditView(FormPage):
    """Change or withdraw it."""

    policy = "communication_write"
    template_name = "inspections/news_form.html"
    form_class = NewsForm
    kwargs: dict[str, Any]

    @cached_property
    def item(self) -> NewsItem:
        """The news of the address, else 404."""
        rows = NewsItem.objects.visible_to(self.request.user).select_related("office")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kwargs = kwargs
        _found = self.item
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return news_initial(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, **kwargs)

    def title(self) -> str:
        return _("Ubah kabar")

    def verb(self) -> str:
        return _("Simpan perubahan")

    def back(self) -> str:
        return reverse("news_manage")

    def act(self, form: Form) -> HttpResponse:
        assert isinstance(form, NewsForm)  # noqa: S101  # form_class
        if self.request.POST.get("withdraw"):
            news.withdraw(self.item, by=self.user, at=self.at)
            return self.done(_("Kabar ditarik dari situs."), "news_manage")
        news.change(self.item, form.facts, version=version_of(self.request), by=self.user, at=self.at)
        return self.done(_("Kabar tersimpan."), "news_manage")


class NewsListView(StaffMixin, TemplateView):
    """What the public reads."""

    policy = "public_read"
    template_name = "inspections/news_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = NewsItem.objects.shown(self.today)
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class NewsDetailView(StaffMixin, TemplateView):
    """One piece of news; what is not shown does not exist."""

    policy = "public_read"
    template_name = "inspections/news_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = get_object_or_404(NewsItem.objects.shown(self.today), public_id=self.kwargs["public_id"])
        return super().get_context_data(item=item, **kwargs)
