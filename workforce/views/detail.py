"""One practitioner: person, STR, placements, licences, education, SKP, merges, history; the number on request."""

from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts.domain.trail import events_about
from accounts.rules import may, viewer_of
from core import formats
from core.components import Fact, Kind as Tone
from facilities.domain.licence_register import licences_of_person, placement_licensed
from facilities.domain.listing import history_table, licence_table
from workforce.domain import merging
from workforce.domain.hours import hours_words
from workforce.domain.identity import show_number
from workforce.forms.practitioner import ReasonForm
from workforce.models import Person, Placement, Practitioner
from workforce.views.lists import sip_state, str_state
from workforce.views.scope import PractitionerFormPage, PractitionerMixin

ACTIONS = {
    "import.apply": gettext_lazy("Diimpor dari lembar kerja"),
    "import.undo": gettext_lazy("Impor lembar kerja dibatalkan"),
    "practitioner.enter": gettext_lazy("Dicatat dalam register"),
    "practitioner.change": gettext_lazy("Data diubah"),
    "placement.enter": gettext_lazy("Penempatan dicatat"),
    "placement.change": gettext_lazy("Penempatan diubah"),
    "placement.end": gettext_lazy("Penempatan diakhiri"),
    "placement.cancel": gettext_lazy("Penempatan dibatalkan karena fasilitas ditutup"),
    "education.enter": gettext_lazy("Pendidikan dicatat"),
    "education.drop": gettext_lazy("Pendidikan dihapus"),
    "skp.enter": gettext_lazy("SKP dicatat"),
    "skp.drop": gettext_lazy("SKP dihapus"),
    "person.merge": gettext_lazy("Data ganda digabung"),
    "nik.read": gettext_lazy("Nomor identitas dilihat"),
    "correction.ask": gettext_lazy("Koreksi diminta"),
    "correction.accepted": gettext_lazy("Koreksi diterima"),
    "correction.refused": gettext_lazy("Koreksi ditolak"),
    "correction.withdraw": gettext_lazy("Permintaan koreksi ditarik"),
    "correction.open_evidence": gettext_lazy("Bukti koreksi dibuka"),
    "correction.refuse_evidence": gettext_lazy("Berkas bukti ditolak pemeriksaan"),
}


class PractitionerDetailView(PractitionerMixin, TemplateView):
    """Everything the register knows and the viewer may see."""

    template_name = "workforce/practitioner_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        practitioner, user, today = self.practitioner, self.request.user, timezone.localdate()
        person = practitioner.person
        placements = placements_seen(practitioner, user, today)
        edits = Practitioner.objects.visible_to(user, "roster_edit").filter(pk=practitioner.pk).exists()
        keeps = Practitioner.objects.visible_to(user, "register_keep").filter(pk=practitioner.pk).exists()
        running = [row for row in placements if row.ends_on is None or row.ends_on >= today]
        sip, tone = sip_state([row for row in running if row.starts_on <= today])
        return super().get_context_data(
            practitioner=practitioner,
            owner=person,
            sip=sip,
            tone=tone,
            facts=person_facts(person, is_masked=is_masked(user)),
            registration=str_facts(practitioner, today),
            placements=[placement_shown(row, today) for row in placements],
            licences=licence_table(licences_of_person(person.pk, today), _("Izin yang dipegang")),
            education=list(practitioner.education.all()),
            skp=list(practitioner.skp_records.all()),
            others=list(
                Practitioner.objects.visible_to(user)
                .current()
                .filter(person=person)
                .exclude(pk=practitioner.pk)
                .select_related("profession")
            ),
            merges=merging.history(person),
            history=history_table(events_about(practitioner, person), ACTIONS),
            may_edit=edits and practitioner.merged_into_id is None,
            may_keep=keeps and practitioner.merged_into_id is None,
            may_see_number=may(user, "nik_clear_read") and reaches_number(user),
            crumbs=[{"label": _("Tenaga kesehatan"), "url": reverse("practitioner_list")}],
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class IdentityNumberView(PractitionerFormPage, FormView[ReasonForm]):
    """The identity number in clear, after a typed reason; the answer is not kept anywhere."""

    policy = "nik_clear_read"
    template_name = "workforce/identity_number.html"
    form_class = ReasonForm

    @property
    def practitioner(self) -> Practitioner:
        """Whom one may see as a person; the right to the number is judged by its own row."""
        found: Practitioner | None = getattr(self, "_practitioner", None)
        if found is None:
            rows = Practitioner.objects.visible_to(self.request.user, "people_read").for_detail()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._practitioner = found
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"name": self.practitioner.person.full_name}
        given = {"title": _("Nomor identitas %(name)s") % words, "verb": _("Tampilkan nomor"), **kwargs}
        return super().get_context_data(**given)

    def act(self, form: Form) -> HttpResponse:
        number = show_number(self.practitioner.person, by=self.user, reason=form.cleaned_data["reason"], at=self.at)
        return self.render_to_response(self.get_context_data(form=form, number=number))


def reaches_number(user: Any) -> bool:
    """Tell whether a cell of nik_clear_read reaches other people's numbers."""
    return any(scope.cell.scope in ("C", "D") for scope in viewer_of(user).scopes("nik_clear_read"))


def is_masked(user: Any) -> bool:
    """Tell whether every cell of people_read is partial: no identity number and no phone."""
    scopes = viewer_of(user).scopes("people_read")
    return all(scope.cell.masked for scope in scopes)


def person_facts(person: Person, *, is_masked: bool) -> list[Fact]:
    """Return who somebody is; identity number with only its ends, home address and phone to unmasked roles."""
    born = [person.birth_place, formats.plain_date(person.birth_date) if person.birth_date else ""]
    facts = [
        Fact(_("Nama"), person.full_name),
        Fact(_("Tempat, tanggal lahir"), ", ".join(part for part in born if part) or "–"),
        Fact(_("Jenis kelamin"), str(person.get_sex_display()) or "–"),
    ]
    if not is_masked:
        facts.insert(
            1, Fact(person.get_identity_kind_display(), formats.masked_identity(str(person.identity_number)), code=True)
        )
        facts.append(Fact(_("Alamat rumah"), person.address or "–"))
        facts.append(Fact(_("Telepon"), person.phone or "–"))
    facts.append(Fact(_("Akun portal"), _("Terhubung") if person.user_id else _("Belum terhubung")))
    return facts


def str_facts(practitioner: Practitioner, today: date) -> list[Fact]:
    """Return profession and STR."""
    word, tone = str_state(practitioner, today)
    issued = practitioner.str_issued_on
    return [
        Fact(_("Profesi"), practitioner.profession.name),
        Fact(_("Nomor STR"), practitioner.str_number or "–"),
        Fact(_("Terbit"), formats.plain_date(issued) if issued else "–"),
        Fact(_("Berlaku"), word, kind=None if tone == Tone.NONE else tone),
    ]


def placements_seen(practitioner: Practitioner, user: Any, today: date, action: str = "people_read") -> list[Any]:
    """Return the placements the viewer may see, running ones first, with whether a SIP is in force today."""
    rows = (
        Placement.objects.visible_to(user, action)
        .filter(practitioner=practitioner)
        .select_related("facility", "facility__region")
        .annotate(licensed=placement_licensed(today))
        .order_by("-starts_on", "-pk")
    )
    return sorted(rows, key=lambda row: row.ends_on is not None and row.ends_on < today)


def placement_shown(row: Any, today: date) -> dict[str, Any]:
    """Return one placement as the page shows it."""
    ended = row.ends_on is not None and row.ends_on < today
    if not row.needs_sip:
        sip, tone = _("Tidak wajib SIP"), Tone.NONE
    elif ended:
        sip, tone = _("Berakhir"), Tone.NONE
    else:
        sip, tone = (_("Ber-SIP"), Tone.OK) if row.licensed else (_("Tanpa SIP"), Tone.BAD)
    return {
        "row": row,
        "url": reverse("facility_detail", args=[row.facility.public_id]),
        "hours": hours_words(row.practice_hours),
        "employment": row.get_employment_display(),
        "sip": sip,
        "tone": tone,
        "ended": ended,
    }
