"""The commitments of the ILP roll-out: all trial provinces, one region, one commitment of the own region."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.models import Region
from accounts.rules import viewer_of
from core import formats
from core.components import Cell, Column, Kind, Row, Table
from spm.domain import commitments, evidence
from spm.enums import CommitmentState
from spm.forms.commitment import StatusForm
from spm.models import Commitment, CommitmentStatus
from spm.views.network import FindingsMixin, UserMixin

KINDS = {CommitmentState.NOT_STARTED: Kind.FIX, CommitmentState.UNDER_WAY: Kind.WAIT, CommitmentState.MET: Kind.OK}


class CommitmentListView(UserMixin, TemplateView):
    """The nine trial provinces with counts; those of one region are taken to their own page."""

    policy = "commitment_read"
    template_name = "spm/commitment_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A city's people see their city; where it is not on trial the list says so."""
        own = self._own
        if own and "." in own:
            region = Region.objects.get(pk=own)
            if commitments.is_on_trial(region):
                return redirect("commitment_detail", own)
        return super().get(request, *args, **kwargs)

    @property
    def _own(self) -> str:
        scopes = viewer_of(self.user).scopes(self.policy)
        return next((scope.region_code for scope in scopes if scope.region_code), "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self._own
        asked = commitments.commitments()
        rows = commitments.summary(None if not own else [own])
        return super().get_context_data(
            commitments=asked, table=_provinces(rows, asked) if rows else None, is_city="." in own, **kwargs
        )


def _provinces(rows: Sequence[commitments.ProvinceRow], asked: Sequence[Commitment]) -> Table:
    return Table(
        _("Provinsi uji coba"),
        (
            Column(_("Provinsi")),
            Column(_("Terpenuhi di provinsi"), numeric=True),
            Column(_("Kabupaten/kota"), numeric=True),
            *(Column(each.code, numeric=True) for each in asked),
        ),
        [
            Row(
                (
                    Cell(
                        row.province.name,
                        url=reverse("commitment_detail", args=[row.region.code]) if row.region else "",
                        note="" if row.region else _("belum memakai portal"),
                        strong=True,
                    ),
                    Cell(_met(row, len(asked))),
                    Cell(formats.number(row.below) if row.region else formats.NOTHING),
                    *(
                        Cell(formats.number(row.met_below.get(each.code, 0)) if row.region else formats.NOTHING)
                        for each in asked
                    ),
                )
            )
            for row in rows
        ],
        tight=True,
    )


def _met(row: commitments.ProvinceRow, asked: int) -> str:
    if row.region is None:
        return formats.NOTHING
    met = sum(state == CommitmentState.MET for state in row.own.values())
    return _("%(n)s dari %(all)s") % {"n": formats.number(met), "all": formats.number(asked)}


class RegionMixin(UserMixin):
    """Gives `region` of the address, on trial and in reach; else 404."""

    policy = "commitment_read"
    kwargs: dict[str, Any]

    @cached_property
    def region(self) -> Region:
        """The region."""
        return commitments.region_for(self.user, self.kwargs["code"])

    @property
    def home(self) -> str:
        """Its page."""
        return reverse("commitment_detail", args=[self.region.code])


class CommitmentDetailView(RegionMixin, TemplateView):
    """One region: each commitment with state, day and proof; of a province also its regencies and cities."""

    template_name = "spm/commitment_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        region = self.region
        asked, states = commitments.commitments(), commitments.states_of(region)
        children = commitments.children_of(region)
        return super().get_context_data(
            region=region,
            rows=[(each, states.get(each.code), _kind(states.get(each.code))) for each in asked],
            children=_children(children, asked) if children else None,
            history=commitments.history_of(region),
            may_write=commitments.may_write(self.user, region),
            **kwargs,
        )


def _kind(row: CommitmentStatus | None) -> str:
    return KINDS[CommitmentState(row.state)].value if row else Kind.NONE.value


def _children(rows: Sequence[tuple[Region, Mapping[str, str]]], asked: Sequence[Commitment]) -> Table:
    return Table(
        _("Kabupaten/kota"),
        (Column(_("Kabupaten/kota")), *(Column(each.code) for each in asked)),
        [
            Row(
                (
                    Cell(region.name, url=reverse("commitment_detail", args=[region.code]), strong=True),
                    *(_state(states.get(each.code)) for each in asked),
                )
            )
            for region, states in rows
        ],
        hide_caption=True,
    )


def _state(state: str | None) -> Cell:
    if state is None:
        return Cell(formats.NOTHING)
    return Cell(str(CommitmentState(state).label), kind=KINDS[CommitmentState(state)])


class CommitmentEditView(RegionMixin, FindingsMixin, FormView[StatusForm]):
    """Say how far the own region is with one commitment."""

    policy = "commitment_write"
    template_name = "spm/network_form.html"
    form_class = StatusForm
    field_of = {"file_unsafe": "file"}  # declared ClassVar above

    @cached_property
    def commitment(self) -> Commitment:
        """The commitment asked for."""
        found = next((row for row in commitments.commitments() if row.code == self.kwargs["part"]), None)
        if found is None or not commitments.may_write(self.user, self.region):
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "proof_help": self.commitment.proof_label}

    def get_initial(self) -> dict[str, Any]:
        row = commitments.states_of(self.region).get(self.commitment.code)
        return {"state": row.state, "since": row.since, "proof": row.proof} if row else {"since": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.commitment.label,
            lead=_("%(region)s. Keadaan sebelumnya tetap tersimpan.") % {"region": self.region.name},
            verb=_("Simpan"),
            back=self.home,
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        """Write it."""
        commitments.set_state(self.region, self.commitment, form.given(), by=self.user, at=self.at)
        messages.success(self.request, _("Keadaan komitmen tersimpan."))
        return redirect(self.home)


class CommitmentFileView(RegionMixin, View):
    """The clean file behind a state, as an attachment; the opening is logged."""

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:  # noqa: ARG002  # in `region`
        """Send it."""
        row = (
            CommitmentStatus.objects.filter(region=self.region, pk=pk, file__isnull=False)
            .select_related("file")
            .first()
        )
        if row is None or row.file is None or not row.file.is_clean:
            raise Http404
        content = evidence.open_file(row.file, by=self.user, at=timezone.now())
        response = HttpResponse(content, content_type=row.file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{row.file.display_name}"'
        return response
