"""The address the WhatsApp Cloud API calls: proof of ownership by GET, signed notices by POST."""

import hashlib
import hmac
import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.domain.receipts import take_notice

LONGEST = 512 * 1024
CHALLENGE = 200


@method_decorator(csrf_exempt, name="dispatch")  # no browser calls it; the signature stands for the token
class WhatsAppHookView(View):
    """Guards itself by two secrets; without them in the settings the address does not exist.

    We fetch nothing that a notice names, so there is no address an attacker could make us call.
    """

    policy = "public_read"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Give the challenge back to whoever knows our verify token."""
        expected, given = settings.WHATSAPP_VERIFY_TOKEN, request.GET.get("hub.verify_token", "")
        challenge = request.GET.get("hub.challenge", "")
        if not expected:
            raise Http404
        known = request.GET.get("hub.mode") == "subscribe" and constant_time_compare(given, expected)
        if not known or not challenge.isalnum() or len(challenge) > CHALLENGE:
            return HttpResponse(status=403)
        return HttpResponse(challenge, content_type="text/plain")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take a notice in when its signature is right. Answers 403 for a wrong one, 400 for what is no JSON."""
        if not settings.WHATSAPP_APP_SECRET:
            raise Http404
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
            return HttpResponse(status=413)
        if not is_signed(request.body, request.headers.get("X-Hub-Signature-256", "")):
            return HttpResponse(status=403)
        try:
            notice = json.loads(request.body)
        except (ValueError, RecursionError):
            return HttpResponse(status=400)
        if isinstance(notice, dict):
            take_notice(notice, at=timezone.now())
        return HttpResponse(status=200)


def is_signed(body: bytes, signature: str) -> bool:
    """Tell whether `signature` is "sha256=…" over the very bytes, made with our app secret."""
    made = hmac.new(settings.WHATSAPP_APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return constant_time_compare(signature, f"sha256={made}")
