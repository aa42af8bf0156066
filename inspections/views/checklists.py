"""Checklists as people edit them: the list, one version with its differences, the second person's decision."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats
from core.exceptions import DomainError, NotAllowed, NotFound
from core.web import DomainErrorMixin
from inspections.domain import checklist_versions as verbs
from inspections.domain.checklist_files import as_csv
from inspections.domain.checklist_lines import paired
from inspections.domain.checklists import is_editable
from inspections.enums import VersionState
from inspections.exceptions import SamePerson
from inspections.forms.checklists import SendBackForm
from inspections.models import ChecklistKind, ChecklistVersion
from inspections.views import checklist_tables as tables
from inspections.views.scope import StaffMixin


class ChecklistListView(StaffMixin, TemplateView):
    """Drafts and proposals on their way, and every checklist with the version in force."""

    policy = verbs.PROPOSE
    template_name = "inspections/checklist_list.html"
    detail = "checklist_version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = verbs.versions_seen(self.user, self.policy).for_list()
        waiting = list(seen.exclude(state=VersionState.PUBLISHED).order_by("kind", "-id"))
        current = {row.kind_id: row for row in seen.in_force(self.today)}
        kinds = list(ChecklistKind.objects.filter(is_active=True, code__in=current))
        return super().get_context_data(
            waiting=tables.versions_table(waiting, _("Rancangan dan usulan"), detail=self.detail) if waiting else None,
            kinds=tables.kinds_table(kinds, current, detail=self.detail) if kinds else None,
            **kwargs,
        )


class ChecklistReviewView(ChecklistListView):
    """The same list for those who put proposals into force."""

    policy = verbs.CONFIRM
    detail = "checklist_confirm"


class VersionMixin(StaffMixin):
    """Gives `self.version`: within the scope of `policy`, else 404."""

    policy = verbs.PROPOSE
    kwargs: dict[str, Any]

    @cached_property
    def version(self) -> ChecklistVersion:
        """The version of the address."""
        rows: QuerySet[ChecklistVersion] = verbs.versions_seen(self.user, self.policy).for_list()
        return get_object_or_404(rows.prefetch_related("items"), public_id=self.kwargs["public_id"])


class ChecklistVersionView(DomainErrorMixin, VersionMixin, TemplateView):
    """One version: what it says, what differs from the one before, and what may be done with it now."""

    template_name = "inspections/checklist_version.html"
    list_name = "checklist_list"
    detail = "checklist_version"
    preview = "checklist_preview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        mine = version.created_by_id == self.user.pk
        before = verbs.version_before(version)
        lines = verbs.lines_of(version)
        versions = verbs.versions_seen(self.user, self.policy).filter(kind=version.kind_id).for_list()
        left = _("Versi %(n)s") % {"n": before.version} if before else ""
        decides = self.policy == verbs.CONFIRM and version.state == VersionState.PROPOSED
        is_own = version.proposed_by_id == self.user.pk
        return super().get_context_data(
            version=version,
            before=before,
            state=tables.state_words(version),
            tone=tables.TONES[VersionState(version.state)].value,
            facts=tables.version_facts(version, self.office.time_zone),
            whole=tables.whole_differences(before, version),
            differences=tables.difference_table(
                paired(verbs.lines_of(before), lines), left, _("Versi %(n)s") % {"n": version.version}
            )
            if before
            else None,
            items=tables.items_table(lines) if lines else None,
            versions=tables.versions_table(list(versions), _("Semua versi"), detail=self.detail),
            preview_url=reverse(self.preview, args=[version.public_id]),
            list_url=reverse(self.list_name),
            may_draft=self.policy == verbs.PROPOSE and version.state == VersionState.PUBLISHED,
            may_edit=self.policy == verbs.PROPOSE and mine and is_editable(version),
            may_decide=decides and not is_own,
            why_not=SamePerson().detail if decides and is_own else "",
            **{"back_form": SendBackForm(), **kwargs},
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        at, version = timezone.now(), self.version
        try:
            match request.POST.get("action"):
                case "draft":
                    draft = verbs.start_draft(version.kind, by=self.user, at=at)
                    messages.success(request, _("Rancangan dibuat dari versi yang berlaku. Ubah butirnya."))
                    return redirect("checklist_edit", draft.public_id)
                case "propose":
                    verbs.propose(version.pk, by=self.user, at=at)
                    messages.success(request, _("Usulan menunggu penetapan orang kedua."))
                case "discard":
                    verbs.discard(version.pk, by=self.user, at=at)
                    messages.success(request, _("Rancangan dibuang."))
                    return redirect(self.list_name)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            del self.version
            return self.render_to_response(self.get_context_data(error=error), status=error.status)
        return redirect("checklist_version", public_id)


class ChecklistConfirmView(ChecklistVersionView):
    """The second person sees the same page and decides."""

    policy = verbs.CONFIRM
    list_name = "checklist_review"
    detail = "checklist_confirm"
    preview = "checklist_try"

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # read from the address
        at, version = timezone.now(), self.version
        form = SendBackForm(request.POST)
        try:
            if request.POST.get("action") == "return":
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(back_form=form), status=422)
                verbs.send_back(version.pk, by=self.user, reason=form.cleaned_data["reason"], at=at)
                messages.success(request, _("Usulan dikembalikan kepada penyusunnya."))
            else:
                done = verbs.confirm(version.pk, by=self.user, at=at)
                day = formats.plain_date(done.valid_from) if done.valid_from else ""
                messages.success(request, _("Ditetapkan. Berlaku mulai %(date)s.") % {"date": day})
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            del self.version
            return self.render_to_response(self.get_context_data(error=error), status=error.status)
        return redirect(self.list_name)


class ChecklistExportView(VersionMixin, View):
    """The items as a CSV, to be edited and sent back."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # read from the address
        version = self.version
        text = as_csv(version.kind_id, verbs.lines_of(version))
        # With its mark, Excel reads UTF-8.
        response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        name = f"daftar-tilik-{version.kind_id.lower()}-{version.version}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
