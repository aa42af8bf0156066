"""One facility: facts, obligations, licences, people in charge, network, closures and history."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView

from accounts.domain.trail import events_about
from accounts.rules import may
from core import formats
from core.components import Fact, Kind as Tone
from facilities.domain import closing
from facilities.domain.kinds import labels
from facilities.domain.licence_register import licences_of_facility, type_names
from facilities.domain.listing import history_table, licence_table
from facilities.domain.persons_in_charge import in_charge
from facilities.enums import ClosureKind
from facilities.models import Facility, FacilityPerson
from facilities.views.lists import state_of
from facilities.views.scope import FacilityMixin

ACTIONS = {
    "import.apply": gettext_lazy("Diimpor dari lembar kerja"),
    "import.undo": gettext_lazy("Impor lembar kerja dibatalkan"),
    "facility.enter": gettext_lazy("Dicatat dalam register"),
    "facility.change": gettext_lazy("Data diubah"),
    "facility.close": gettext_lazy("Penutupan dicatat"),
    "facility.suspend": gettext_lazy("Penghentian sementara dicatat"),
    "facility.reopen": gettext_lazy("Pembukaan kembali dicatat"),
    "facility.appoint": gettext_lazy("Penanggung jawab ditunjuk"),
    "facility.dismiss": gettext_lazy("Tugas penanggung jawab diakhiri"),
}


class FacilityDetailView(FacilityMixin, TemplateView):
    """Everything the register knows, and the pages that change it for who keeps it."""

    template_name = "facilities/facility_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facility, today, user = self.facility, timezone.localdate(), self.request.user
        state, tone = state_of(facility, today)
        closure = closing.open_closure(facility)
        suspended = closure is not None and closure.kind == ClosureKind.SUSPENDED and closure.starts_on <= today
        kept = Facility.objects.visible_to(user, "register_keep").filter(pk=facility.pk).exists()
        appoints = Facility.objects.visible_to(user, "pj_appoint").filter(pk=facility.pk).exists()
        return super().get_context_data(
            facility=facility,
            state=_("Dihentikan sementara") if suspended else state,
            tone=Tone.BAD if suspended else tone,
            facts=_facts(facility),
            obligations=_obligations(facility, today),
            licences=licence_table(licences_of_facility(facility.pk, today), _("Izin fasilitas")),
            people_url=f"{reverse('practitioner_list')}?facility={facility.public_id}",
            in_charge=[_person(row, today) for row in in_charge(facility, on=today)],
            network=list(facility.network.order_by("name_key")[:100]),
            closure=closure,
            closures=list(closing.periods(facility)),
            history=history_table(events_about(facility), ACTIONS),
            may_keep=kept,
            may_appoint=appoints,
            reads_visits=may(user, "inspection_read"),
            crumbs=[{"label": _("Fasilitas"), "url": reverse("facility_list")}],
            **kwargs,
        )


def _facts(facility: Facility) -> list[Fact]:
    district = facility.region.parent
    place = f"{facility.region.name}, {district.name}" if district else facility.region.name
    facts = [
        Fact(_("Kode"), facility.code),
        Fact(_("Jenis"), facility.get_kind_display()),
        Fact(_("Kepemilikan"), facility.get_ownership_display()),
        Fact(_("Alamat"), facility.address or "–"),
        Fact(_("Kelurahan/desa"), place),
        Fact(_("Pemilik"), facility.owner_name or "–"),
        Fact(_("Penanggung jawab teknis"), facility.responsible_name or "–"),
        Fact(_("NIB"), facility.nib or "–"),
        Fact(_("Telepon"), facility.phone or "–"),
        Fact(_("Beroperasi sejak"), formats.plain_date(facility.active_from)),
    ]
    if facility.active_until:
        facts.append(Fact(_("Hari terakhir beroperasi"), formats.plain_date(facility.active_until)))
    if facility.latitude is not None and facility.longitude is not None:
        facts.append(Fact(_("Koordinat"), f"{facility.latitude}, {facility.longitude}"))
    return facts


def _obligations(facility: Facility, today: date) -> list[Fact]:
    """Each obligatory licence with whether it is in force, by the facility's own licences and its people's."""
    names = type_names()
    held = {licence.type_code: licence for licence in reversed(licences_of_facility(facility.pk, today))}
    found = []
    for code in facility.obligatory_types:
        licence = held.get(code)
        word = licence.state if licence else _("Belum ada")
        number = f", {licence.number}" if licence else ""
        kind = Tone.OK if licence and licence.tone == "ok" else Tone.BAD
        found.append(Fact(names.get(code, code), f"{word}{number}", kind=kind))
    return found


def _person(row: FacilityPerson, today: date) -> dict[str, Any]:
    holds = row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    return {"row": row, "holds": holds, "ahead": row.starts_on > today}


class FacilityNetworkView(TemplateView):
    """Puskesmas and what works below each; figures lead to the list behind them."""

    policy = "people_read"
    template_name = "facilities/facility_network.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        names = labels()
        seen = Facility.objects.visible_to(user).active(today)
        heads = seen.filter(Q(network__isnull=False) | Q(kind="puskesmas")).distinct().order_by("name_key")
        below: dict[int, list[Facility]] = {}
        for child in seen.filter(parent__isnull=False).select_related("region").order_by("kind", "name_key"):
            below.setdefault(child.parent_id or 0, []).append(child)
        counts = dict(seen.order_by().values_list("kind").annotate(number=Count("pk")))
        return super().get_context_data(
            heads=[
                {
                    "row": head,
                    "children": [
                        {"row": child, "kind": names.get(child.kind, child.kind)} for child in below.get(head.pk, [])
                    ],
                }
                for head in heads.select_related("region")
            ],
            counts=[(names.get(kind, kind), kind, number) for kind, number in sorted(counts.items())],
            may_enter=may(user, "register_keep"),
            crumbs=[{"label": _("Fasilitas"), "url": reverse("facility_list")}],
            **kwargs,
        )
