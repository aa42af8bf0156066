"""Which cut an ILP page is about, from its address."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import formats
from core.web import DomainErrorMixin
from spm.domain.dashboards.cut import Cut
from spm.domain.dashboards.reach import Reach, area_for, reach_of
from spm.enums import AgeGroup, Disability, Sex
from spm.forms.dashboard import CutForm


class CutMixin(DomainErrorMixin):
    """Gives `reach`, `form` and `cut` of the request; an area outside one's reach is 404."""

    request: HttpRequest
    policy = "dashboard_read"

    @cached_property
    def reach(self) -> Reach:
        """How far this person sees."""
        return reach_of(self.request.user)

    @cached_property
    def form(self) -> CutForm:
        """The filters; the area asked for must be within reach."""
        given = self.request.GET
        area = area_for(self.reach, code=given.get("wilayah", "")[:13], unit=given.get("unit", "")[:24])
        return CutForm(given.dict(), reach=self.reach, area=area, today=timezone.localdate())

    @cached_property
    def cut(self) -> Cut:
        """What is asked."""
        return self.form.cut

    def url(self, name: str, *args: Any, **changed: Any) -> str:
        """The address of another page about the same cut."""
        query = {**self.form.query, **changed}
        text = urlencode({key: value for key, value in query.items() if value})
        return f"{reverse(name, args=args)}?{text}" if text else reverse(name, args=args)


def period(cut: Cut) -> str:
    """Write "Januari–Maret 2026"."""
    if cut.first == cut.last:
        return formats.month(cut.first)
    return _("%(first)s–%(last)s") % {"first": formats.month_name(cut.first), "last": formats.month(cut.last)}


def groups(cut: Cut) -> str:
    """Write "perempuan, 19–59 tahun"; empty for everybody."""
    chosen = ((Sex, cut.sex), (AgeGroup, cut.age_group), (Disability, cut.disability))
    return ", ".join(str(kind(value).label) for kind, value in chosen if value)
