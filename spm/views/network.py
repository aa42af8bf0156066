"""IQ-Care networks: the list, one of them with its stage track, founding, members, papers."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.models import User
from accounts.rules import viewer_of
from core.web import ActFormMixin, DomainErrorMixin
from spm.domain import evidence
from spm.domain.networks import door, founding, network_text as words
from spm.domain.networks.planning import measured
from spm.domain.networks.reading import Standing, standing_of, standings
from spm.forms.network import FoundForm, MemberForm, PaperForm
from spm.models import Network, NetworkPaper, PaperKind
from spm.views import network_tables as tables


class UserMixin(DomainErrorMixin):
    """Gives `user` and `on`, the day here."""

    request: HttpRequest

    @property
    def user(self) -> User:
        """Who is signed in; the policy let nobody else in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @property
    def on(self) -> date:
        """Today."""
        return timezone.localdate()


class NetworkMixin(UserMixin):
    """Gives `network` of the address as far as `letters` of the matrix reach; else 404."""

    policy = "network_write"
    letters = door.LEADERS
    kwargs: dict[str, Any]

    @cached_property
    def network(self) -> Network:
        """The network."""
        return door.network_for(self.user, self.kwargs["public_id"], action=self.policy, letters=self.letters)

    @cached_property
    def standing(self) -> Standing:
        """How it stands today."""
        return standing_of(self.network, on=self.on)

    @property
    def home(self) -> str:
        """Its page."""
        return reverse("network_detail", args=[self.network.public_id])

    def refused_url(self) -> str:
        """Back to it with the message."""
        return self.home


class FindingsMixin(ActFormMixin):
    """For forms whose refusals carry findings: each of them stands in the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, or show every finding."""
        self.at = timezone.now()
        try:
            return self.act(form)
        except door.REFUSALS as refused:
            for finding in refused.findings:
                form.add_error(None, finding.detail)
            if not refused.findings:
                form.add_error(self.field_of.get(refused.code), refused.detail)
            return self._again(form, refused.status)


class NetworkFormView(NetworkMixin, FindingsMixin, FormView[Any]):
    """A form about one network; every finding of a refusal stands in the form."""

    template_name = "spm/network_form.html"
    title = lead = verb = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            network=self.network,
            title=self.title,
            lead=kwargs.pop("lead", self.lead),
            verb=self.verb or _("Simpan"),
            back=self.home,
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def done(self, message: str, url: str = "") -> HttpResponse:
        """Back to the network with a word."""
        messages.success(self.request, message)
        return redirect(url or self.home)


class NetworkListView(UserMixin, TemplateView):
    """Networks in reach with stage and what is due next; where only counts are open, counts by regency and city."""

    policy = "network_read"
    template_name = "spm/network_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = {scope.cell.scope for scope in viewer_of(self.user).scopes("network_read")}
        only_counts = letters == {"N"}
        rows = Network.objects.countable_by(self.user) if only_counts else Network.objects.visible_to(self.user)
        found = standings(rows, on=self.on)
        return super().get_context_data(
            only_counts=only_counts,
            table=(tables.counts(found) if only_counts else tables.networks(found)) if found else None,
            may_found=self._may_found,
            **kwargs,
        )

    @property
    def _may_found(self) -> bool:
        scopes = viewer_of(self.user).scopes(door.ACTION)
        return any(scope.cell.scope in door.LEADERS for scope in scopes)


class NetworkDetailView(NetworkMixin, TemplateView):
    """One network: stage track, problem, pathway, months, evaluations, papers, members."""

    policy = "network_read"
    letters = door.EVERYBODY
    template_name = "spm/network_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing, network = self.standing, self.standing.network
        runs = network.ended_on is None
        problem = network.problem
        now = measured(problem, network, on=self.on) if problem else None
        return super().get_context_data(
            network=network,
            standing=standing,
            stages=words.track(standing),
            missing=words.missing(standing) if runs else [],
            facts=words.facts(standing, now),
            members=standing.members,
            workers=standing.facts.workers,
            papers=standing.papers,
            tasks=tables.pathway(standing) if standing.tasks else None,
            months=tables.months(standing),
            evaluations=tables.evaluations(standing),
            may_lead=runs and door.may(self.user, network),
            may_evaluate=runs and door.may(self.user, network, door.OFFICE),
            **kwargs,
        )


class NetworkFoundView(UserMixin, ActFormMixin, FormView[FoundForm]):
    """Found a network."""

    policy = "network_write"
    template_name = "spm/network_form.html"
    form_class = FoundForm

    def get_form_kwargs(self) -> dict[str, Any]:
        scopes = viewer_of(self.user).scopes(self.policy)
        if not any(scope.cell.scope in door.LEADERS for scope in scopes):
            raise Http404
        return {**super().get_form_kwargs(), "leads": founding.leads_for(self.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Bentuk jejaring"),
            lead=_("Puskesmas pembina menjadi anggota pertama. Anggota dan naskah kesepakatan ditambahkan sesudahnya."),
            verb=_("Bentuk"),
            back=reverse("network_list"),
            has_errors=bool(kwargs.get("form") and kwargs["form"].errors),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        """Found it."""
        data = form.cleaned_data
        network = founding.found(data["name"], data["lead"], every=data["every"], by=self.user, at=self.at)
        messages.success(self.request, _("Jejaring dibentuk."))
        return redirect("network_detail", network.public_id)


class MemberView(NetworkFormView):
    """Take a facility in."""

    form_class = MemberForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "candidates": founding.candidates(self.network, on=self.on)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.verb = _("Tambah anggota"), _("Tambahkan")
        self.lead = _("Puskesmas, klinik pratama, dan praktik mandiri yang masih buka di kabupaten/kota ini.")
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Add it."""
        founding.add_member(self.network, form.cleaned_data["facility"], by=self.user, at=self.at)
        return self.done(_("Anggota ditambahkan."))


class MemberRemoveView(NetworkMixin, View):
    """Let a member go."""

    def post(self, request: HttpRequest, public_id: str, pk: int) -> HttpResponse:  # noqa: ARG002  # in `network`
        """Remove it."""
        door.plainly(lambda: founding.remove_member(self.network, pk, by=self.user, at=timezone.now()))
        messages.success(request, _("Anggota dikeluarkan."))
        return redirect(self.home)


class PaperView(NetworkFormView):
    """Put a paper in."""

    form_class = PaperForm
    field_of = {"file_unsafe": "file"}  # declared ClassVar above

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = PaperKind.objects.filter(is_active=True, stage__lte=self.standing.stage)
        return {**super().get_form_kwargs(), "kinds": kinds}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title = _("Tambah dokumen")
        self.lead = _("Isi nomor dan tanggal surat, atau unggah berkasnya, atau keduanya. Berkas diperiksa dahulu.")
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> HttpResponse:
        """Take it."""
        data = form.cleaned_data
        file = data["file"]
        founding.put_paper(
            self.network,
            form.chosen,
            title=data["title"],
            number=data["number"],
            dated_on=data["dated_on"],
            upload=founding.Upload(file.name, file.chunks()) if file else None,
            by=self.user,
            at=self.at,
        )
        return self.done(_("Dokumen tersimpan."))


class PaperWithdrawView(NetworkMixin, View):
    """Take a paper put in by mistake back."""

    def post(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:  # noqa: ARG002  # in `network`
        """Withdraw it."""
        door.plainly(lambda: founding.withdraw_paper(self.network, code, by=self.user, at=timezone.now()))
        messages.success(request, _("Dokumen ditarik; catatannya tetap tersimpan."))
        return redirect(self.home)


class PaperFileView(NetworkMixin, View):
    """The clean file of a paper, as an attachment; the opening is logged."""

    policy = "network_read"
    letters = door.EVERYBODY

    def get(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:  # noqa: ARG002  # in `network`
        """Send it."""
        papers = NetworkPaper.objects.filter(network=self.network, withdrawn_at__isnull=True, file__isnull=False)
        paper = papers.select_related("file__indicator").filter(public_id=code).first()
        if paper is None or paper.file is None or not paper.file.is_clean:
            raise Http404
        content = evidence.open_file(paper.file, by=self.user, at=timezone.now())
        response = HttpResponse(content, content_type=paper.file.content_type)
        response["Content-Disposition"] = f'attachment; filename="{paper.file.display_name}"'
        return response
