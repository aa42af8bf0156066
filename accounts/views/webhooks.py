"""Webhooks of agencies' systems: subscriptions, the secret shown once, the event log, replay."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.generic import TemplateView, View

from accounts.domain.webhooks import subscriptions
from accounts.enums import HookState
from accounts.forms.fields import PasswordForm
from accounts.forms.webhooks import SubscriptionForm
from accounts.models import WebhookSubscription
from accounts.views.password_form import PasswordFormView
from accounts.views.person_form import signed_in
from accounts.views.webhook_log import kind_name, log_table
from core.components import Cell, Column, Fact, Kind, Row, Table
from core.formats import short_moment
from core.web import DomainErrorMixin

PER_PAGE = 25
MANAGE, OPERATE = "webhook_manage", "webhook_operate"


class SubscriptionListView(TemplateView):
    """Subscriptions of the systems of the own region."""

    policy = OPERATE
    template_name = "accounts/webhooks/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dead = Q(messages__state=HookState.DEAD) | Q(messages__state=HookState.PENDING, messages__job__state="dead")
        rows = subscriptions.subscriptions_of(self.request.user).annotate(dead=Count("messages", filter=dead))
        page = Paginator(rows.order_by("-id"), PER_PAGE).get_page(self.request.GET.get("page"))
        has_systems = subscriptions.clients_of(self.request.user).filter(is_active=True).exists()
        return super().get_context_data(page_obj=page, table=_subscriptions(page), has_systems=has_systems, **kwargs)


def _subscriptions(page: Page[Any]) -> Table:
    columns = (
        Column(_("Sistem")),
        Column(_("Alamat penerima")),
        Column(_("Jenis peristiwa")),
        Column(_("Keadaan")),
        Column(_("Perlu tindakan"), numeric=True),
    )
    return Table(_("Langganan"), columns, [_subscription(row) for row in page])


def _subscription(row: Any) -> Row:
    state, tone = _standing(row)
    return Row(
        (
            Cell(
                row.client.name,
                note=row.client.office.short_name,
                url=reverse("webhook_detail", args=[row.public_id]),
                strong=True,
            ),
            Cell(row.url),
            Cell(", ".join(kind_name(code) for code in row.event_types)),
            Cell(state, kind=tone),
            Cell(str(row.dead), alarm=bool(row.dead)),
        )
    )


def _standing(row: WebhookSubscription) -> tuple[str, Kind]:
    return (_("Menyala"), Kind.OK) if row.is_open else (str(row.get_off_reason_display()), Kind.BAD)


class _SubscriptionMixin(DomainErrorMixin):
    """For pages below one subscription."""

    kwargs: dict[str, Any]

    @property
    def subscription(self) -> WebhookSubscription:
        """The subscription of the address within the viewer's region, or 404."""
        rows = subscriptions.subscriptions_of(self.request.user)
        found: WebhookSubscription = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return found

    def refused_url(self) -> str | None:
        """A refused button says why on the page it stands on."""
        return reverse("webhook_detail", args=[self.kwargs["public_id"]])


class SubscriptionDetailView(_SubscriptionMixin, TemplateView):
    """One subscription and its event log."""

    policy = OPERATE
    template_name = "accounts/webhooks/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, only_dead = self.subscription, self.request.GET.get("keadaan") == "gagal"
        rows = subscriptions.messages_of(self.request.user).filter(subscription=row)
        dead = rows.dead().count()
        page = Paginator(rows.dead() if only_dead else rows, PER_PAGE).get_page(self.request.GET.get("page"))
        state, tone = _standing(row)
        return super().get_context_data(
            row=row,
            state=state,
            tone=tone,
            facts=_facts(row),
            page_obj=page,
            table=log_table(page),
            dead=dead,
            only_dead=only_dead,
            **kwargs,
        )


def _facts(row: WebhookSubscription) -> list[Fact]:
    facts = [
        Fact(_("Alamat penerima"), row.url, code=True),
        Fact(_("Perangkat daerah"), row.client.office.short_name),
        Fact(_("Jenis peristiwa"), ", ".join(kind_name(code) for code in row.event_types)),
        Fact(_("Dibuat"), short_moment(row.created_at)),
    ]
    if row.previous_until is not None and row.previous_until > timezone.now():
        facts.append(Fact(_("Rahasia lama berlaku sampai"), short_moment(row.previous_until)))
    return facts


class _PasswordFormView(PasswordFormView):
    """A change of one subscription."""

    policy = MANAGE
    field_of: ClassVar[dict[str, str]] = {
        **PasswordFormView.field_of,
        "webhook_address_refused": "url",
        "webhook_type_refused": "event_types",
    }

    def act(self, form: Form) -> HttpResponse:
        made: list[WebhookSubscription] = []

        def change() -> str:
            made.append(self.change(form))
            return reverse("webhook_detail", args=[made[0].public_id])

        answer = self.once(form, change)
        return self.done(made[0]) if made else answer

    def change(self, form: Form) -> WebhookSubscription:
        """Do it; returns the subscription."""
        raise NotImplementedError

    def done(self, row: WebhookSubscription) -> HttpResponse:
        """Show the secret, here and never again: it goes into no session and no address."""
        context = {"row": row, "secret": row.secret, "until": row.previous_until}
        answer = render(self.request, "accounts/webhooks/secret.html", context)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class SubscriptionCreateView(_PasswordFormView):
    """Subscribe a system."""

    template_name = "accounts/webhooks/create.html"
    form_class = SubscriptionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "clients": subscriptions.clients_of(self.request.user)}

    def change(self, form: Form) -> WebhookSubscription:
        values = {name: form.cleaned_data[name] for name in ("client", "url", "event_types")}
        return subscriptions.subscribe(**values, by=signed_in(self.request), at=self.at)


class SecretRotateView(_SubscriptionMixin, _PasswordFormView):
    """A new secret; the old one holds for a day."""

    template_name = "accounts/webhooks/rotate.html"
    form_class = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.subscription, **kwargs)

    def change(self, form: Form) -> WebhookSubscription:  # noqa: ARG002  # the password was checked
        return subscriptions.rotate(self.subscription, by=signed_in(self.request), at=self.at)


class SubscriptionEndView(_SubscriptionMixin, _PasswordFormView):
    """No more messages, for good."""

    template_name = "accounts/webhooks/end.html"
    form_class = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.subscription, **kwargs)

    def change(self, form: Form) -> WebhookSubscription:  # noqa: ARG002  # the password was checked
        row = self.subscription
        subscriptions.end(row, by=signed_in(self.request), at=self.at)
        return row

    def done(self, row: WebhookSubscription) -> HttpResponse:  # noqa: ARG002  # it is gone
        messages.success(self.request, _("Langganan diakhiri."))
        return redirect("webhook_list")


class _ButtonView(_SubscriptionMixin, View):
    policy = OPERATE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        messages.success(request, self.act(self.subscription))
        return redirect("webhook_detail", public_id)

    def act(self, row: WebhookSubscription) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError


class SendTestView(_ButtonView):
    """Send a test event."""

    def act(self, row: WebhookSubscription) -> str:
        subscriptions.send_test(row, by=signed_in(self.request), at=timezone.now())
        return _("Peristiwa uji masuk antrean. Muat ulang halaman ini untuk melihat jawabannya.")


class SwitchView(_ButtonView):
    """Off or on again."""

    def act(self, row: WebhookSubscription) -> str:
        if row.is_open:
            subscriptions.switch_off(row, by=signed_in(self.request), at=timezone.now())
            return _("Langganan dimatikan. Yang masih menunggu tidak dikirim.")
        subscriptions.switch_on(row, by=signed_in(self.request), at=timezone.now())
        return _("Langganan menyala lagi untuk peristiwa berikutnya.")


class ReplayDeadView(_ButtonView):
    """All that was given up again."""

    def act(self, row: WebhookSubscription) -> str:
        count = subscriptions.replay_dead(row, by=signed_in(self.request), at=timezone.now())
        return ngettext("%(n)s pesan dikirim ulang.", "%(n)s pesan dikirim ulang.", count) % {"n": count}
