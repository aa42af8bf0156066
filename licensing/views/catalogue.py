"""The services, for everybody: the list and "siapkan dulu" of each type."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView

from accounts.domain.offices import home_office
from core import formats
from licensing.domain.drafts import types_for_public
from licensing.domain.requirements import applicable
from licensing.domain.rulebook.catalogue import kinds_of, requirements_on, set_in_force, type_in_force
from licensing.domain.status_lines import COORDINATION_NAMES
from licensing.enums import ApplicationKind, LegalEra, RequirementKind
from licensing.models import RecommendationType, Requirement

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
            versions_url=reverse("type_versions", args=[kind.code]),
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
