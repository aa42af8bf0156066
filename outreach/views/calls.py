"""A call for help comes in: from an officer's phone, from a cadre without signal, from anybody on the web."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.domain.throttles import Throttle
from accounts.enums import Role
from core import formats
from core.exceptions import DomainError
from core.web import ActFormMixin, FormKeyMixin, plain_static, redirect_once
from outreach.domain.promises import promise_on
from outreach.domain.reporting import Call, Reported, report
from outreach.enums import Need, PickupChannel, PickupKind
from outreach.forms import CallForm, villages
from outreach.models import Household, Pickup, ServiceArea
from outreach.querysets import reach
from outreach.views.cards import rice
from outreach.views.scope import StaffMixin

CALLS = Throttle("outreach_call", 20, timedelta(hours=1))
SENT_KEY = "pickup_called"
# What the two kept pages need where there is no signal; what modules import has no hash in its name.
HASHED = (
    "vendor/bootstrap/bootstrap.min.css",
    "css/theme.css",
    "outreach/outreach.css",
    "js/portal.js",
    "outreach/report.js",
    "outreach/steps.js",
    "vendor/inter/inter-latin-400-normal.woff2",
)
IMPORTED = ("offline/outbox.js", "offline/store.js", "vendor/idb/idb.js")
# Who calls without an account may say who they are; nobody proves it, so it is a label and nothing else.
PUBLIC_CHANNELS = (PickupChannel.FAMILY, PickupChannel.VILLAGE, PickupChannel.RADIO, PickupChannel.MIDWIFE)
OWN_CHANNEL = {Role.CADRE.value: PickupChannel.CADRE, Role.PUSKESMAS_DOCTOR.value: PickupChannel.MIDWIFE}


def served(user: Any) -> list[tuple[str, str]]:
    """Villages the viewer may report for: those of the own Puskesmas, for a cadre the own village."""
    areas = ServiceArea.objects.filter(reach(user, "pickup_create"))
    return villages(Q(code__in=areas.values("region_id")))


def call_of(data: dict[str, Any], *, channel: PickupChannel, household: Household | None = None) -> Call:
    """The call as the domain takes it."""
    return Call(
        kind=PickupKind(data["kind"]),
        need=Need(data["need"]),
        region=data["region"],
        place=data["place"],
        phone=data["phone"],
        channel=channel,
        household=household,
    )


class _OfficerCallMixin(StaffMixin):
    """What the form and the phone's outbox share."""

    policy = "pickup_create"

    def form_of(self, data: Any = None, **kwargs: Any) -> CallForm:
        """The form with the villages this person may report for."""
        return CallForm(data, places=served(self.user), **kwargs)

    def take(self, form: CallForm, *, client_id: uuid.UUID | None = None, noted_at: datetime | None = None) -> Reported:
        """Report what the form holds."""
        data = form.cleaned_data
        channel = PickupChannel(data["channel"] or OWN_CHANNEL.get(self.role, PickupChannel.PHONE))
        call = call_of(data, channel=channel, household=self.household(data["household"]))
        return report(call, at=timezone.now(), by=self.user, client_id=client_id, noted_at=noted_at)

    def household(self, public_id: str) -> Household | None:
        """A household of the register that this person may see; None for none."""
        return Household.objects.visible_to(self.user).current().filter(public_id=public_id).first()


class PickupReportView(_OfficerCallMixin, ActFormMixin, FormKeyMixin, FormView[CallForm]):
    """Five fields; the same form is kept on a cadre's phone for places without signal."""

    template_name = "outreach/pickup_report.html"

    def get_form(self, form_class: type[CallForm] | None = None) -> CallForm:  # noqa: ARG002
        return self.form_of(**self.get_form_kwargs())

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        channel = asked.get("kanal", "")
        values: dict[str, Any] = {"channel": channel if channel in PickupChannel.values else ""}
        household = self.household(asked.get("keluarga", "")[:24])
        if household is not None:
            member = household.members.first()
            values |= {
                "household": household.public_id,
                "region": household.region_id,
                "place": f"{household.head_name}, {household.address}"[:150],
                "phone": formats.phone(str(household.phone)) if household.phone else "",
                "need": member.need if member else "",
            }
        return values

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.POST.get("channel") or self.get_initial()["channel"]
        chosen = chosen or OWN_CHANNEL.get(self.role, PickupChannel.PHONE)
        path = reverse("pickup_report")
        return super().get_context_data(
            channels=[
                {"label": label, "url": f"{path}?kanal={value}", "current": value == chosen}
                for value, label in PickupChannel.choices
                if value != PickupChannel.WEB
            ],
            limit=formats.duration(promise_on(timezone.localdate()).limit_minutes),
            put_url=reverse("pickup_token"),
            person_key=self.user.public_id,
            worker_url=reverse("pickup_worker"),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        def write() -> str:
            return reverse("pickup_detail", args=[self.take(form).pickup.public_id])

        messages.success(self.request, _("Permintaan tercatat. Waktu mulai berjalan sekarang."))
        return redirect_once(self.request, write)


class PickupTokenView(StaffMixin, View):
    """A fresh token for the phone's outbox, and who is signed in at all."""

    policy = "pickup_create"

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"person": self.user.public_id, "csrf": get_token(request)})


class PickupPutView(_OfficerCallMixin, View):
    """One call from the phone's outbox under the phone's own id: sent again it changes nothing."""

    http_method_names = ["get", "put"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        """From the phone's id to the page of its pickup."""
        rows = Pickup.objects.filter(reported_by=self.user)
        found = get_object_or_404(rows, client_id=uuid_of(public_id))
        return redirect("pickup_detail", found.public_id)

    def put(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """201 the first time, 200 afterwards, 422 with the fields to mend, 409 for somebody else's id."""
        client_id = uuid_of(public_id)
        form = self.form_of(body_of(request))
        if not form.is_valid():
            texts = [str(text) for errors in form.errors.values() for text in errors]
            return JsonResponse({"code": "invalid", "detail": " ".join(texts)}, status=422)
        noted_at = parse_datetime(str(form.data.get("noted_at", ""))) if form.data.get("noted_at") else None
        try:
            found = self.take(form, client_id=client_id, noted_at=noted_at if noted_at and noted_at.tzinfo else None)
        except DomainError as error:
            return JsonResponse({"code": error.code, "detail": error.detail}, status=error.status)
        url = reverse("pickup_detail", args=[found.pickup.public_id])
        answer = {"number": found.pickup.number, "url": url}
        return JsonResponse(answer, status=201 if found.is_new else 200)


def uuid_of(text: str) -> uuid.UUID:
    """The id as it stands in the address. Raises Http404."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the body; anything else is an empty form, which names every field."""
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


class PickupWorkerView(TemplateView):
    """The service worker of `/jemput/`: it keeps the report form and nothing about anybody."""

    policy = "public_read"
    template_name = "outreach/worker.js"
    content_type = "text/javascript"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assets = [static(name) for name in HASHED] + [plain_static(name) for name in IMPORTED]
        pages = {"page": reverse("pickup_report"), "phone": reverse("pickup_phone")}
        return super().get_context_data(assets=assets, **pages, **kwargs)


class PickupCallView(ActFormMixin, FormKeyMixin, FormView[CallForm]):
    """The form anybody may send: five fields, no account, no NIK."""

    policy = "public_read"
    template_name = "outreach/pickup_call.html"
    request: HttpRequest

    def get_form(self, form_class: type[CallForm] | None = None) -> CallForm:  # noqa: ARG002
        return CallForm(places=villages(Q(code__in=ServiceArea.objects.values("region_id"))), **self.get_form_kwargs())

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("kanal", "")
        return {"channel": asked if asked in PUBLIC_CHANNELS else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        promise, path = promise_on(timezone.localdate()), reverse("pickup_call")
        chosen = self.request.POST.get("channel") or self.get_initial()["channel"]
        return super().get_context_data(
            channels=[
                {"label": each.label, "url": f"{path}?kanal={each.value}", "current": each == chosen}
                for each in PUBLIC_CHANNELS
            ],
            limit=formats.duration(promise.limit_minutes),
            compensation=rice(promise),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        if form.is_robot():
            return redirect("pickup_call")
        CALLS.use(self.request.META.get("REMOTE_ADDR", ""))

        def write() -> str:
            said = form.cleaned_data["channel"]
            channel = PickupChannel(said) if said in PUBLIC_CHANNELS else PickupChannel.WEB
            call = call_of(form.cleaned_data, channel=channel)
            pickup = report(call, at=timezone.now()).pickup
            self.request.session[SENT_KEY] = {
                "number": pickup.number,
                "due": formats.full_moment(pickup.due_at, pickup.office.zone),
                "office": pickup.office.name,
                "phone": pickup.office.phone,
            }
            return reverse("pickup_called")

        return redirect_once(self.request, write)


class PickupCalledView(TemplateView):
    """Number and limit, as long as the session lasts."""

    policy = "public_read"
    template_name = "outreach/pickup_called.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if SENT_KEY not in request.session:
            return redirect("pickup_call")
        return super().get(request, *args, sent=request.session[SENT_KEY], **kwargs)
