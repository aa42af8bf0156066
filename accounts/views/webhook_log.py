"""The event log of webhooks: what was sent, each attempt, what came back, replay."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.domain.webhooks import delivering, event_types, subscriptions
from accounts.enums import HookState
from accounts.models import WebhookMessage
from accounts.views.person_form import signed_in
from core.components import Cell, Column, Kind, Row, Table
from core.formats import short_moment
from core.web import DomainErrorMixin

OPERATE = "webhook_operate"
TONES = {
    HookState.PENDING: Kind.WAIT,
    HookState.DELIVERED: Kind.OK,
    HookState.DEAD: Kind.BAD,
    HookState.DROPPED: Kind.NONE,
}


def kind_name(code: str) -> str:
    """What a type is called on screen."""
    found = event_types.find(code)
    return str(found.label) if found else code


def log_table(page: Page[Any]) -> Table:
    """Messages of one subscription, with the answer to the last attempt."""
    columns = (
        Column(_("Waktu")),
        Column(_("Peristiwa")),
        Column(_("Keadaan")),
        Column(_("Jawaban terakhir")),
        Column(_("Lama"), numeric=True),
        Column(_("Percobaan"), numeric=True),
    )
    return Table(_("Catatan peristiwa"), columns, [_message(message) for message in page])


def _message(message: WebhookMessage) -> Row:
    attempts = list(message.attempts.all())
    last = attempts[0] if attempts else None
    state = HookState.DEAD if message.is_dead else HookState(message.state)
    return Row(
        (
            Cell(
                short_moment(message.happened_at), url=reverse("webhook_message", args=[message.public_id]), whole=True
            ),
            Cell(kind_name(message.event_type), note=_subject(message)),
            Cell(state.label, kind=TONES[state]),
            Cell(_outcome(last)),
            Cell(_("%(n)s md") % {"n": last.milliseconds} if last else "–"),
            Cell(str(len(attempts))),
        )
    )


def _subject(message: WebhookMessage) -> str:
    data = message.data
    return " · ".join(str(data[name]) for name in ("number", "id", "state", "status") if name in data)


def _outcome(attempt: Any) -> str:
    if attempt is None:
        return "–"
    return str(attempt.status) if attempt.status else attempt.error


class MessageDetailView(DomainErrorMixin, TemplateView):
    """One message: what was sent, each attempt and what came back."""

    policy = OPERATE
    template_name = "accounts/webhooks/message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = subscriptions.messages_of(self.request.user)
        message = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        state = HookState.DEAD if message.is_dead else HookState(message.state)
        body = json.dumps(json.loads(delivering.body_of(message)), indent=2, ensure_ascii=False)
        return super().get_context_data(
            message=message,
            kind=kind_name(message.event_type),
            state=state.label,
            tone=TONES[state],
            body=body,
            table=_attempts(message),
            may_replay=not message.is_waiting and message.subscription.is_open,
            **kwargs,
        )


def _attempts(message: WebhookMessage) -> Table:
    columns = (Column(_("Waktu")), Column(_("Hasil")), Column(_("Lama"), numeric=True), Column(_("Jawaban")))
    rows = [
        Row(
            (
                Cell(short_moment(each.at), whole=True),
                Cell(_outcome(each), kind=Kind.OK if each.status in delivering.SUCCESS else Kind.FIX),
                Cell(_("%(n)s md") % {"n": each.milliseconds}),
                Cell(each.answer or "–"),
            )
        )
        for each in message.attempts.all()
    ]
    return Table(_("Percobaan kirim"), columns, rows)


class MessageReplayView(DomainErrorMixin, View):
    """One message again."""

    policy = OPERATE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        message = get_object_or_404(subscriptions.messages_of(request.user), public_id=public_id)
        subscriptions.replay(message, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Pesan masuk antrean lagi dengan nomor yang sama."))
        return redirect("webhook_message", public_id)

    def refused_url(self) -> str:
        return reverse("webhook_message", args=[self.kwargs["public_id"]])
