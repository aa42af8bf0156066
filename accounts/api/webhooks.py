"""`/webhooks/`: what an agency's system subscribes to, its event log, replay."""

from typing import Any

import django_filters
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.domain.webhooks import subscriptions
from accounts.enums import HookState, OffReason
from accounts.exceptions import WebhookAddressRefused, WebhookTypeRefused
from accounts.models import WebhookMessage, WebhookSubscription
from core.exceptions import DomainError
from core.serializers import StrictSerializer

MANAGE = "webhooks:manage"
MOST_TYPES = 20
# Where a refusal of the domain belongs in the body.
POINTERS = {WebhookAddressRefused.code: "url", WebhookTypeRefused.code: "event_types"}


class SubscriptionInput(StrictSerializer):
    """Where to send what. The address is HTTPS, on a host the office allows."""

    url = serializers.CharField(max_length=500)
    event_types = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=MOST_TYPES)


class SubscriptionSerializer(serializers.Serializer[WebhookSubscription]):
    """One subscription."""

    id = serializers.CharField(source="public_id")
    url = serializers.CharField()
    event_types = serializers.ListField(child=serializers.CharField())
    active = serializers.BooleanField(source="is_open")
    off_reason = serializers.ChoiceField(choices=OffReason.choices, allow_blank=True)
    created_at = serializers.DateTimeField()
    previous_secret_until = serializers.DateTimeField(
        source="previous_until",
        allow_null=True,
        help_text="Until then the old secret opens messages too.",
    )


class NewSubscriptionSerializer(SubscriptionSerializer):
    """With the secret, which is shown this once."""

    secret = serializers.CharField(help_text="Begins with whsec_. Keep it: it is not shown again.")


class AttemptSerializer(serializers.Serializer[Any]):
    """One call."""

    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True, help_text="Null when no answer came.")
    error = serializers.CharField(help_text="timeout, connect, tls, …; empty for an answer.")
    milliseconds = serializers.IntegerField()
    answer = serializers.CharField(help_text="The beginning of the answer.")


class MessageSerializer(serializers.Serializer[WebhookMessage]):
    """One event of one subscription and the calls made for it, the newest first."""

    id = serializers.CharField(source="message_id", help_text="The webhook-id; the same on every attempt.")
    type = serializers.CharField(source="event_type")
    state = serializers.SerializerMethodField()
    sequence = serializers.IntegerField(
        allow_null=True, help_text="Counts the messages of this subscription; null before the first attempt."
    )
    happened_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    replays = serializers.IntegerField()
    data = serializers.DictField()  # type: ignore[assignment]  # a member of the answer
    attempts = AttemptSerializer(many=True)

    @extend_schema_field(serializers.ChoiceField(choices=HookState.choices))
    def get_state(self, message: WebhookMessage) -> str:
        """Dead also where the worker died on every attempt."""
        return HookState.DEAD.value if message.is_dead else message.state


class ReplayedSerializer(serializers.Serializer[Any]):
    """How many messages go out again."""

    replayed = serializers.IntegerField()


class _View(ApiView):
    policy = "webhook_operate"
    scope = MANAGE
    write_scope = MANAGE
    request: Request

    def subscription(self, public_id: str) -> WebhookSubscription:
        """The subscription of the address within the caller's scope, or 404."""
        found = subscriptions.subscriptions_of(self.request.user).filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return found

    def own(self, public_id: str) -> WebhookSubscription:
        """The same, for a change: by the system itself. Raises NotAllowed for a person, who has a page."""
        row = self.subscription(public_id)
        subscriptions.own_client(self.request.user)
        return row


class _ListView(_View, GenericAPIView[Any]):
    def refuse_unknown_parameters(self, request: Request) -> None:
        """Nothing here: the filter backend names them."""


class SubscriptionList(_ListView):
    """Subscriptions."""

    write_policy = "webhook_manage"
    serializer_class = SubscriptionSerializer
    queryset = WebhookSubscription.objects.none()

    def get_queryset(self) -> Any:
        """The caller's own."""
        return subscriptions.subscriptions_of(self.request.user)

    @extend_schema(operation_id="webhooks_list", responses=SubscriptionSerializer(many=True), tags=["webhooks"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Newest first; secrets are never shown again."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="webhooks_create",
        request=SubscriptionInput,
        responses={201: NewSubscriptionSerializer},
        tags=["webhooks"],
    )
    def post(self, request: Request) -> Response:
        """Subscribe; the answer holds the secret once. Types ask for the scope with which the same facts are read."""
        given = SubscriptionInput(data=request.data)
        given.is_valid(raise_exception=True)
        client = subscriptions.own_client(request.user)
        try:
            row = subscriptions.subscribe(client, **given.validated_data, by=None, at=timezone.now())
        except (WebhookAddressRefused, WebhookTypeRefused) as error:
            raise _at_field(error) from error
        return Response(NewSubscriptionSerializer(row).data, status=status.HTTP_201_CREATED)


def _at_field(error: DomainError) -> ValidationError:
    return ValidationError({POINTERS[error.code]: [ErrorDetail(error.detail, code=error.code)]})


class SubscriptionDetail(_View):
    """One subscription."""

    write_policy = "webhook_manage"

    @extend_schema(operation_id="webhooks_read", responses=SubscriptionSerializer, tags=["webhooks"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """As it stands."""
        return Response(SubscriptionSerializer(self.subscription(public_id)).data)

    @extend_schema(operation_id="webhooks_delete", responses={204: None}, tags=["webhooks"])
    def delete(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """End it; what waits is not sent."""
        subscriptions.end(self.own(public_id), by=None, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Rotate(_View):
    """A new secret."""

    write_policy = "webhook_manage"

    @extend_schema(operation_id="webhooks_rotate", request=None, responses=NewSubscriptionSerializer, tags=["webhooks"])
    def post(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """For 24 hours messages carry a signature of either secret."""
        row = subscriptions.rotate(self.own(public_id), by=None, at=timezone.now())
        return Response(NewSubscriptionSerializer(row).data)


class SendTest(_View):
    """A message without news."""

    @extend_schema(operation_id="webhooks_test", request=None, responses={202: MessageSerializer}, tags=["webhooks"])
    def post(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """Queue `webhook.test`."""
        message = subscriptions.send_test(self.own(public_id), by=None, at=timezone.now())
        return Response(MessageSerializer(message).data, status=status.HTTP_202_ACCEPTED)


class MessageFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """By state; `dead` are those that wait for somebody."""

    state = django_filters.ChoiceFilter(method="stands", choices=HookState.choices)

    class Meta:
        model = WebhookMessage
        fields: tuple[str, ...] = ()

    def stands(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002  # the library's signature
        """Dead ones are told apart from those that wait."""
        if value == HookState.DEAD:
            return rows.dead()
        found = rows.filter(state=value)
        return found.exclude(pk__in=rows.dead().values("pk")) if value == HookState.PENDING else found


class MessageList(_ListView):
    """The event log."""

    serializer_class = MessageSerializer
    filterset_class = MessageFilter
    queryset = WebhookMessage.objects.none()

    def get_queryset(self) -> Any:
        """Messages of the subscription of the address."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        row = self.subscription(self.kwargs["public_id"])
        return subscriptions.messages_of(self.request.user).filter(subscription=row)

    @extend_schema(operation_id="webhooks_messages", responses=MessageSerializer(many=True), tags=["webhooks"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """Newest first, kept for 90 days."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class Replay(_View):
    """One message again."""

    @extend_schema(
        operation_id="webhooks_message_replay",
        request=None,
        responses={202: MessageSerializer},
        tags=["webhooks"],
    )
    def post(self, request: Request, public_id: str, message_id: str) -> Response:
        """Under its old id, whether it arrived or not."""
        row = self.own(public_id)
        rows = subscriptions.messages_of(request.user).filter(subscription=row)
        message = rows.filter(public_id=message_id.removeprefix("msg_")).first()
        if message is None:
            raise Http404(_("Pesan tidak ditemukan."))
        again = subscriptions.replay(message, by=None, at=timezone.now())
        return Response(MessageSerializer(again).data, status=status.HTTP_202_ACCEPTED)


class ReplayDead(_View):
    """All that was given up again."""

    @extend_schema(operation_id="webhooks_replay", request=None, responses={202: ReplayedSerializer}, tags=["webhooks"])
    def post(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """Every dead message, oldest first."""
        count = subscriptions.replay_dead(self.own(public_id), by=None, at=timezone.now())
        return Response(ReplayedSerializer({"replayed": count}).data, status=status.HTTP_202_ACCEPTED)
