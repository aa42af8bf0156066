"""Versions of a type's requirements, for anybody."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.rules import may
from licensing.domain.rulebook import changes
from licensing.domain.rulebook.comparing_sets import paired
from licensing.forms.queue import type_choices
from licensing.models import RecommendationType, RequirementSet
from licensing.views.catalogue import today
from licensing.views.rule_tables import pair_table, type_table, version_words


class TypeVersionsView(TemplateView):
    """Every version of a type's requirements, two of them side by side; anybody may read them."""

    policy = "public_read"
    template_name = "licensing/type_versions.html"
    kwargs: dict[str, Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.kwargs["code"]
        sets = list(RequirementSet.objects.filter(type_code=code).order_by("-version"))
        name = dict(type_choices()).get(code)
        if not sets or name is None:
            raise Http404
        on = today()
        right = self._chosen(sets, "kanan", sets[0])
        left = self._chosen(sets, "kiri", sets[min(1, len(sets) - 1)])
        pairs = paired(changes.rows_of(left), changes.rows_of(right))
        return super().get_context_data(
            name=name,
            type_code=code,
            versions=[{"row": row, "begins": row.valid_from > on} for row in sets],
            left=left,
            right=right,
            table=pair_table(pairs, version_words(left), version_words(right)),
            changed=sum(pair.change != "same" for pair in pairs),
            types=type_table(list(RecommendationType.objects.filter(code=code).order_by("-version")), on),
            type_url=f"{reverse('rule_draft', args=['jenis'])}?jenis={code}"
            if self.request.user.is_authenticated and may(self.request.user, "change_propose")
            else "",
            propose_url=f"{reverse('rule_draft', args=['persyaratan'])}?jenis={code}"
            if self.request.user.is_authenticated and may(self.request.user, "change_propose")
            else "",
            **kwargs,
        )

    def _chosen(self, sets: list[RequirementSet], name: str, default: RequirementSet) -> RequirementSet:
        wanted = self.request.GET.get(name, "")
        return next((row for row in sets if str(row.version) == wanted), default)
