"""How the adapter to SATUSEHAT stands: on or off, counts, what failed."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Cell, Column, Fact, Kind as Tone, Row, Table
from core.models import JobState, Neighbour
from licensing.domain.satusehat import connecting
from licensing.enums import SatusehatKind, SatusehatState
from licensing.models import SatusehatLink

MOST_FAILED = 50


class SatusehatView(TemplateView):
    """For the administrator; a failed job gets new attempts on the page of jobs."""

    policy = "job_manage"
    template_name = "licensing/satusehat.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        failed = SatusehatLink.objects.filter(_dead()).select_related("facility", "practitioner__profession", "job")
        return super().get_context_data(
            facts=_facts(),
            is_on=connecting.is_on(),
            missing=connecting.missing(),
            counts=_counts(),
            failed=_failed(list(failed[:MOST_FAILED])),
            jobs_url=reverse("job_list"),
            **kwargs,
        )


def _dead() -> Q:
    return Q(state=SatusehatState.DEAD) | Q(state=SatusehatState.WAITING, job__state=JobState.DEAD)


def _facts() -> list[Fact]:
    rests = Neighbour.objects.filter(name=connecting.NEIGHBOUR, open_until__gt=timezone.now()).first()
    kinds = [str(SatusehatKind(code).label) for code in settings.SATUSEHAT_KINDS if code in SatusehatKind.values]
    line = Fact(_("Sambungan"), _("Menjawab atau belum dipanggil"), Tone.OK)
    if rests is not None and rests.open_until is not None:
        text = _("Tidak menjawab; dicoba lagi %(at)s") % {"at": formats.short_moment(rests.open_until)}
        line = Fact(_("Sambungan"), text, Tone.BAD)
    return [
        Fact(_("Alamat"), settings.SATUSEHAT_URL or formats.NOTHING),
        Fact(_("Organisasi"), settings.SATUSEHAT_ORGANIZATION or formats.NOTHING),
        Fact(_("Yang dikirim atau ditanyakan"), ", ".join(kinds) or formats.NOTHING),
        line,
    ]


def _counts() -> Table:
    rows = SatusehatLink.objects.order_by().values("kind").annotate(
        dead=Count("pk", filter=_dead()),
        known=Count("pk", filter=Q(state=SatusehatState.KNOWN)),
        absent=Count("pk", filter=Q(state=SatusehatState.ABSENT)),
        waiting=Count("pk", filter=Q(state=SatusehatState.WAITING) & ~_dead()),
    )  # fmt: skip
    found: dict[str, dict[str, Any]] = {row["kind"]: dict(row) for row in rows}
    states = [SatusehatState.WAITING, SatusehatState.KNOWN, SatusehatState.ABSENT, SatusehatState.DEAD]
    columns = (Column(_("Isi")), *(Column(str(state.label), numeric=True) for state in states))
    lines = [
        Row(
            (
                Cell(str(kind.label), strong=True),
                *(Cell(formats.number(found.get(kind.value, {}).get(state.value, 0))) for state in states),
            )
        )
        for kind in SatusehatKind
    ]
    return Table(_("Baris menurut keadaan"), columns, lines)


def _failed(links: list[SatusehatLink]) -> Table | None:
    if not links:
        return None
    columns = (Column(_("Baris")), Column(_("Sebab")), Column(_("Terakhir"), numeric=False))
    return Table(_("Yang gagal"), columns, [_row(link) for link in links])


def _row(link: SatusehatLink) -> Row:
    why = link.last_error or (link.job.last_error if link.job else "")
    if link.facility is not None:
        what, url = link.facility.name, reverse("facility_detail", args=[link.facility.public_id])
    else:
        # Whoever keeps the jobs reads no names of people.
        what, url = link.practitioner.profession.name if link.practitioner else "", ""
    when = formats.short_moment(link.asked_at) if link.asked_at else formats.NOTHING
    return Row((Cell(what, note=str(SatusehatKind(link.kind).label), url=url), Cell(why), Cell(when, whole=True)))
