"""What anybody may see without logging in: landing, types, service standard, tracking, reports."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView, TemplateView

from accounts.domain.offices import home_office
from core import formats
from core.exceptions import DomainError
from licensing.domain.catalogue import kinds_of, requirements_on, type_in_force
from licensing.domain.clocks import read_clocks
from licensing.domain.drafts import types_for_public
from licensing.domain.eligibility import masked_name
from licensing.domain.public_reports import file_report
from licensing.domain.reports import promise_figures
from licensing.domain.status_lines import COORDINATION_NAMES, status_lines
from licensing.domain.tracking import WINDOW, too_many, tracked
from licensing.enums import ApplicationKind, ReportKind, RequirementKind
from licensing.forms.tracking import ReportForm, TrackForm
from licensing.models import Application, RecommendationType, Requirement
from licensing.views.cards import clock_card, journey, main_clock, status_of
from licensing.views.survey import trust_of_survey

# "Anda siapa?": which types each kind of visitor is shown first, by prefix or category.
GROUPS: tuple[tuple[str, Any, Any, str, frozenset[str]], ...] = (
    (
        "perawat-bidan",
        gettext_lazy("Perawat dan bidan"),
        gettext_lazy("SIP perawat, bidan"),
        "heart-pulse",
        frozenset({"SIPP-PERAWAT", "SIPB-BIDAN"}),
    ),
    (
        "dokter",
        gettext_lazy("Dokter dan dokter gigi"),
        gettext_lazy("umum, gigi, spesialis"),
        "clipboard-pulse",
        frozenset({"tenaga_medis"}),
    ),
    (
        "apoteker",
        gettext_lazy("Apoteker dan apotek"),
        gettext_lazy("SIPA, apotek, toko obat"),
        "capsule",
        frozenset({"SIPA-APOTEKER", "SIPTTK-TTK", "farmasi_alkes"}),
    ),
    (
        "tenaga-kesehatan",
        gettext_lazy("Tenaga kesehatan lain"),
        gettext_lazy("gizi, laboratorium, dan lainnya"),
        "person-check",
        frozenset({"tenaga_kesehatan"}),
    ),
    (
        "pangan",
        gettext_lazy("Usaha pangan"),
        gettext_lazy("jasa boga, rumah makan, PIRT"),
        "cup",
        frozenset({"laik_higiene", "pangan"}),
    ),
    (
        "depot-air",
        gettext_lazy("Depot air minum"),
        gettext_lazy("laik higiene, hasil uji air"),
        "droplet",
        frozenset({"SLHS-DAM"}),
    ),
    (
        "fasilitas",
        gettext_lazy("Klinik dan rumah sakit"),
        gettext_lazy("izin operasional"),
        "hospital",
        frozenset({"fasyankes"}),
    ),
    (
        "tradisional",
        gettext_lazy("Pengobat tradisional"),
        gettext_lazy("STPT, griya sehat"),
        "flower",
        frozenset({"tenaga_tradisional", "IZIN-GRIYA-SEHAT", "IZIN-PANTI-SEHAT"}),
    ),
)

# Headings of the whole list, in reading order; keys are `category` of recommendation-types.csv.
CATEGORIES = {
    "tenaga_medis": gettext_lazy("Tenaga medis"),
    "tenaga_kesehatan": gettext_lazy("Tenaga kesehatan"),
    "tenaga_tradisional": gettext_lazy("Tenaga tradisional"),
    "fasyankes": gettext_lazy("Fasilitas pelayanan kesehatan"),
    "farmasi_alkes": gettext_lazy("Farmasi dan alat kesehatan"),
    "laik_higiene": gettext_lazy("Laik higiene sanitasi"),
    "pangan": gettext_lazy("Pangan"),
    "lainnya": gettext_lazy("Lainnya"),
}


def today() -> date:
    """Local day of the installation's own office."""
    return timezone.now().astimezone(home_office().zone).date()


class LandingView(TemplateView):
    """Promise, tracking, trust figures, who are you."""

    policy = "public_read"
    template_name = "licensing/landing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            apply_url=reverse("type_list"),
            verify_url=reverse("letter_check") if _has("letter_check") else "",
            types_url=reverse("type_list"),
            report_url=reverse("complaint_create"),
            track_form=TrackForm(),
            track_url=reverse("application_track"),
            type_count=RecommendationType.objects.in_force(today()).count(),
            groups=[
                {"label": label, "hint": hint, "icon": icon, "url": f"{reverse('type_list')}?untuk={key}"}
                for key, label, hint, icon, _members in GROUPS
            ],
            trust=[*_trust(now), *_survey_trust()],
            trust_as_of=now,
            **kwargs,
        )


def _survey_trust() -> list[dict[str, Any]]:
    figure = trust_of_survey(today(), home_office())
    return [figure] if figure else []


def _has(name: str) -> bool:
    from accounts.domain.homes import url_of  # one optional address

    return bool(url_of(name))


def _trust(now: Any) -> list[dict[str, Any]]:
    figures = promise_figures(home_office(), at=now)
    if not figures.finished:
        return []
    ratio = formats.percent(formats.share(figures.on_time, figures.finished))
    small = figures.finished < 5  # noqa: PLR2004  # small cells are hidden in public
    counts = {"on_time": formats.number(figures.on_time), "finished": formats.number(figures.finished)}
    many = _("%(on_time)s dari %(finished)s rekomendasi bulan ini") % counts
    items = [
        {
            "name": "on-time",
            "figure": formats.NOTHING if small else ratio,
            "label": _("selesai tepat waktu"),
            "basis": _("kurang dari 5 rekomendasi bulan ini") if small else many,
            "url": reverse("service_standard"),
        }
    ]
    if figures.median_minutes is not None:
        items.append(
            {
                "name": "median",
                "figure": formats.duration(figures.median_minutes),
                "label": _("waktu kerja tengah"),
                "basis": _("dari terdaftar sampai ditandatangani"),
                "url": reverse("service_standard"),
            }
        )
    return items


class TypeListView(TemplateView):
    """All types, narrowed by who one is or by a word."""

    policy = "public_read"
    template_name = "licensing/type_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.GET.get("untuk", "")
        word = self.request.GET.get("q", "").strip()[:60]
        group = next((row for row in GROUPS if row[0] == wanted), None)
        rows = types_for_public(today())
        if group:
            rows = [row for row in rows if row.code in group[4] or row.category in group[4]]
        if word:
            rows = [row for row in rows if word.lower() in f"{row.name} {row.name_en} {row.code}".lower()]
        return super().get_context_data(
            types=rows,
            sections=[] if group or word else _by_category(rows),
            group=group[1] if group else "",
            word=word,
            wanted=wanted,
            **kwargs,
        )


def _by_category(rows: list[RecommendationType]) -> list[dict[str, Any]]:
    """Return the types under the heading of their category, in the order of CATEGORIES."""
    order = {key: place for place, key in enumerate(CATEGORIES)}
    ordered = sorted(rows, key=lambda row: order.get(row.category, len(order)))
    return [
        {"key": key, "label": CATEGORIES.get(key, CATEGORIES["lainnya"]), "types": list(found)}
        for key, found in groupby(ordered, key=lambda row: row.category)
    ]


class TypeDetailView(TemplateView):
    """Siapkan dulu: everything about one type before logging in."""

    policy = "public_read"
    template_name = "licensing/type_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self._type()
        chosen = self.request.GET.get("sifat", ApplicationKind.NEW)
        application_kind = ApplicationKind(chosen) if chosen in ApplicationKind.values else ApplicationKind.NEW
        rows = requirements_on(kind.code, today(), kind=application_kind)
        documents = [row for row in rows if row.kind == RequirementKind.DOCUMENT]
        start = f"{reverse('draft_create', args=[kind.code])}?sifat={application_kind}"
        return super().get_context_data(
            type=kind,
            intro=_("Layanan ini diurus %(office)s tanpa biaya.") % {"office": _office(kind)},
            documents=[_document(row) for row in documents],
            statements=[
                {"title": row.label, "law": _law(row)} for row in rows if row.kind == RequirementKind.STATEMENT
            ],
            checks=[row.label for row in rows if row.kind == RequirementKind.DATA],
            dropped=_dropped(kind, application_kind),
            visit=_visit(rows),
            coordination=_coordination(kind),
            cases=[
                {
                    "label": each.label,
                    "url": f"{reverse('type_detail', args=[kind.code])}?sifat={each}",
                }
                for each in kinds_of(kind)
                if each != application_kind
            ],
            minutes=5 + 2 * len(documents),
            promise=_promise(kind),
            validity=_validity(kind),
            who_may=kind.get_subject_display(),
            result=kind.label,
            basis=[part.strip() for part in kind.legal_basis.split(";") if part.strip()],
            valid_from=kind.valid_from,
            start_url=start,
            group={"label": _("Semua layanan"), "url": reverse("type_list")},
            standard_url=reverse("service_standard"),
            report_url=reverse("complaint_create"),
            survey_url=f"{reverse('survey_result')}?jenis={kind.code}",
            **kwargs,
        )

    def _type(self) -> RecommendationType:
        try:
            return type_in_force(self.kwargs["code"], today())
        except RecommendationType.DoesNotExist as error:
            raise Http404 from error


def _office(kind: RecommendationType) -> str:
    return _("DPMPTSP dan Dinas Kesehatan") if kind.delegated else _("Dinas Kesehatan")


PICTURES = {
    "FOTO": "photo",
    "NIK": "identity",
    "IJAZAH": "certificate",
    "DENAH": "plan",
    "UJI-AIR": "lab",
    "UJI-KOLAM": "lab",
    "UJI-PANGAN": "lab",
    "UJI-UDARA": "lab",
    "PERALATAN": "list",
}


def _picture(code: str) -> str:
    """Name of the drawing that shows what kind of paper a requirement is."""
    if code.startswith("STR"):
        return "card"
    return "list" if code.startswith(("DAFTAR-", "ALAT")) else PICTURES.get(code, "letter")


def _document(row: Requirement) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.label,
        "note": "",
        "law": _law(row),
        "picture": _picture(row.code),
        "sample_url": "",
        "optional": not row.mandatory,
    }


def _law(row: Requirement) -> str:
    """The citation; a low-confidence one shows the regulation without the article (DECISIONS 23)."""
    text = row.citation
    if text.startswith("jenis:"):
        return _("dasar jenis izin: %(law)s") % {"law": text.removeprefix("jenis:").strip()}
    if row.citation_confidence == "low":
        return "; ".join(part.split(" Ps.")[0].strip() for part in text.split(";"))
    return text


def _dropped(kind: RecommendationType, application_kind: ApplicationKind) -> list[str]:
    """What the old era asked and the law no longer does."""
    from licensing.domain.catalogue import set_in_force  # one look-up
    from licensing.domain.requirements import applicable
    from licensing.enums import LegalEra

    rows = list(set_in_force(kind.code, today()).requirements.all())
    now = {row.code for row in applicable(rows, kind=application_kind, era=LegalEra.NEW)}
    old = applicable(rows, kind=application_kind, era=LegalEra.OLD)
    return [row.label for row in old if row.code not in now and not row.code.startswith("STR-")]


def _visit(rows: list[Requirement]) -> str:
    needed = [row for row in rows if row.kind == RequirementKind.INSPECTION]
    if not needed:
        return ""
    if any(row.mandatory for row in needed):
        return _("Pengawas memeriksa tempat Anda dengan surat tugas, tanpa biaya.")
    return _("Pengawas memeriksa tempat hanya untuk praktik mandiri, dengan surat tugas, tanpa biaya.")


def _coordination(kind: RecommendationType) -> str:
    if not kind.needs_coordination:
        return ""
    return _("Jenis ini memerlukan %(agency)s. Batas waktu: %(days)s; tidak termasuk janji 1 hari kerja.") % {
        "agency": COORDINATION_NAMES.get(kind.coordination, _("instansi lain")),
        "days": formats.working_days(kind.sla_working_days),
    }


def _promise(kind: RecommendationType) -> str:
    days = formats.working_days(kind.recommendation_days)
    if kind.delegated:
        return _("Rekomendasi %(days)s setelah terdaftar, izin 1 hari kerja sesudahnya") % {"days": days}
    return _("%(days)s setelah terdaftar") % {"days": days}


def _validity(kind: RecommendationType) -> str:
    if kind.validity_years:
        return _("%(n)s tahun") % {"n": kind.validity_years}
    return _("tanpa batas waktu")


class ServiceStandardView(TemplateView):
    """The service standard: promise, figures of the month, how they are computed (UU 25/2009)."""

    policy = "public_read"
    template_name = "licensing/service_standard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        figures = promise_figures(home_office(), at=now)
        small = figures.finished < 5  # noqa: PLR2004  # small cells are hidden in public
        return super().get_context_data(
            figures=figures,
            small=small,
            ratio=formats.percent(formats.share(figures.on_time, figures.finished)),
            median=formats.duration(figures.median_minutes) if figures.median_minutes is not None else "–",
            types=types_for_public(today()),
            now=now,
            **kwargs,
        )


class TrackView(TemplateView):
    """Number and four digits, by POST; wrong pair and unknown number answer alike."""

    policy = "public_read"
    template_name = "licensing/application_track.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("track_form", TrackForm())
        return super().get_context_data(
            track_url=reverse("application_track"), login_url=reverse("session_create"), **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TrackForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(track_form=form), status=422)
        number, last4 = form.cleaned_data["number"], form.cleaned_data["phone_last4"]
        if too_many(number, address=request.META.get("REMOTE_ADDR", "")):
            return render(request, "429.html", {"wait_minutes": WINDOW // 60}, status=429)
        application = tracked(number, last4)
        if application is None:
            return self.render_to_response(self.get_context_data(track_form=form, missed=True), status=404)
        return self.render_to_response(self.get_context_data(track_form=form, found=_found(application)))


def _found(application: Application) -> dict[str, Any]:
    now = timezone.now()
    readings = read_clocks(application, at=now)
    main = main_clock(readings)
    application.handler = None  # the public page names no officer
    return {
        "number": application.number,
        "type": application.type.label,
        "masked_name": masked_name(application.applicant_name),
        "status": status_of(status_lines(application, readings, public=True)),
        "clock": clock_card(application, main, now=now) if main else None,
        "stages": journey(application, list(application.events.order_by("seq").select_related("actor")), public=True),
    }


class ReportCreateView(FormView[ReportForm]):
    """A complaint or an anonymous report about money."""

    policy = "public_read"
    template_name = "licensing/report_create.html"
    form_class = ReportForm

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("jenis", "")
        return {"kind": kind if kind in ReportKind.values else ReportKind.COMPLAINT}

    def form_valid(self, form: ReportForm) -> HttpResponse:
        if form.is_robot():
            return redirect("complaint_create")
        data = form.cleaned_data
        try:
            report = file_report(
                kind=ReportKind(data["kind"]),
                text=data["text"],
                office=home_office(),
                at=timezone.now(),
                application_number=data["application_number"],
                contact=data["contact"],
            )
        except DomainError as error:
            form.add_error(None, error.detail)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Laporan Anda kami terima dengan nomor %(number)s. Simpan nomor ini.") % {"number": report.number},
        )
        return render(self.request, "licensing/report_sent.html", {"report": report})
