"""The public register: who may practise or run what, where, and whether it still holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.domain.offices import home_office
from accounts.exceptions import TooMany
from core import formats
from core.components import Cell, Column, Kind, Row, Table
from licensing.domain.licences.public_register import SEARCHES, Wanted, holder_name, page_of, register_rows
from licensing.domain.licences.standing import TONES, code_of, label_of
from licensing.forms.licences import RegisterForm
from licensing.forms.queue import type_choices
from licensing.models import Licence


class PublicRegisterView(TemplateView):
    """Search by name, number, place, type and kecamatan. Without a search nothing is listed but the newest."""

    policy = "public_read"
    template_name = "licensing/public_register.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            SEARCHES.use(request.META.get("REMOTE_ADDR", ""))
        except TooMany:
            response = render(request, "licensing/public_register_busy.html", status=429)
            response.headers["Retry-After"] = "60"
            return response
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.now().astimezone(home_office().zone).date()
        form = RegisterForm(self.request.GET)
        form.is_valid()
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        wanted = Wanted(**chosen, after=self.request.GET.get("after", ""))
        rows, following = page_of(register_rows(on, wanted), wanted.after)
        names = dict(type_choices())
        return super().get_context_data(
            form=form,
            too_short=bool(wanted.q.strip()) and not wanted.text,
            table=Table(
                caption=_("Izin per %(date)s") % {"date": formats.plain_date(on)},
                columns=[
                    Column(_("Pemegang")),
                    Column(_("Jenis dan nomor")),
                    Column(_("Tempat")),
                    Column(_("Masa berlaku")),
                    Column(_("Status")),
                ],
                rows=[_row(row, names, on) for row in rows],
            )
            if rows
            else None,
            is_filtered=bool(chosen),
            clear_url=reverse("public_register"),
            next_url=f"?{urlencode({**chosen, 'after': following})}" if following else "",
            first_url=f"?{urlencode(chosen)}" if wanted.after else "",
            **kwargs,
        )


def _row(licence: Licence, names: dict[str, str], on: Any) -> Row:
    code = code_of(licence.status_now, starts_on=licence.starts_on, ends_on=licence.ends_on, on=on)  # type: ignore[attr-defined]
    return Row(
        [
            Cell(holder_name(licence), strong=True),
            Cell(names.get(licence.type_code, licence.type_code), note=licence.number),
            Cell(licence.place.name if licence.place else "–"),
            Cell(term_words(licence)),
            Cell(label_of(code), kind=Kind(TONES[code])),
        ]
    )


def term_words(licence: Licence) -> str:
    """Return "2 Jan 2024 – 1 Jan 2029", or since when without end."""
    start = formats.plain_date(licence.starts_on)
    if licence.ends_on is None:
        return _("%(start)s, tanpa batas waktu") % {"start": start}
    return f"{start} – {formats.plain_date(licence.ends_on)}"
