"""The public check: by code, QR code or PDF. No log-in, no script, and nothing private on the page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from rest_framework.throttling import SimpleRateThrottle

from letters.domain.verification import (
    CheckResult,
    check_code,
    check_file,
    check_payload,
    normal_code,
    note_check,
)
from letters.enums import CheckMethod, Verdict
from letters.forms import CodeForm, FileForm
from letters.keyring import qr_public_pem

TOO_MANY = 429
FINGERPRINT_GROUP = 4


class CheckThrottle(SimpleRateThrottle):
    """The rate `verify` of the settings, per address; codes can't be guessed, but nobody needs to try."""

    scope = "verify"

    def get_cache_key(self, request: Any, view: Any) -> str:  # noqa: ARG002 - DRF's signature
        return str(self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)})


@dataclass(frozen=True)
class Face:
    """How a verdict looks and what it says; tone is one of the theme's state colours."""

    tone: str
    word: str | Promise
    text: str | Promise


FACES: dict[Verdict, Face] = {
    Verdict.VALID: Face("ok", _("Berlaku"), _("Surat ini kami terbitkan dan masih berlaku.")),
    Verdict.SUSPENDED: Face(
        "fix", _("Dibekukan"), _("Surat ini kami terbitkan, tetapi untuk sementara tidak boleh digunakan.")
    ),
    Verdict.REVOKED: Face(
        "bad",
        _("Dicabut"),
        _("Surat ini pernah kami terbitkan, tetapi tidak berlaku lagi. Jangan diterima sebagai izin."),
    ),
    Verdict.SURRENDERED: Face(
        "bad", _("Dikembalikan"), _("Pemegang mengembalikan izin ini. Jangan diterima sebagai izin.")
    ),
    Verdict.REPLACED: Face("fix", _("Diganti"), _("Surat ini sudah diganti dengan surat lain dan tidak berlaku lagi.")),
    Verdict.EXPIRED: Face(
        "fix", _("Habis masa berlaku"), _("Surat ini pernah kami terbitkan, tetapi masa berlakunya sudah lewat.")
    ),
    Verdict.VOID: Face("bad", _("Batal"), _("Nomor ini dibatalkan dan tidak pernah menjadi surat. Jangan diterima.")),
    Verdict.UNKNOWN: Face(
        "bad", _("Tidak dikenal"), _("Kode ini tidak pernah kami terbitkan. Jangan terima surat yang memuatnya.")
    ),
}
NO_SUCH_FILE = Face("bad", _("Tidak dikenal"), _("PDF ini bukan berkas yang kami terbitkan, atau sudah diubah."))
FOREIGN_QR = Face(
    "bad", _("Tidak cocok"), _("Kode QR ini bukan kode dari surat di bawah ini. Jangan terima surat yang memuatnya.")
)
CHANGED_FILE = Face(
    "bad", _("Tidak cocok"), _("PDF Anda tidak sama dengan surat yang kami terbitkan dengan kode ini. Jangan diterima.")
)


def face_of(result: CheckResult) -> Face:
    """Return what to show: a forged QR code or a changed file speaks louder than the letter's standing."""
    if result.file_matches is False:
        return CHANGED_FILE if result.letter else NO_SUCH_FILE
    if result.qr_genuine is False and result.letter is not None:
        return FOREIGN_QR
    return FACES[result.verdict]


@method_decorator(never_cache, name="dispatch")
class CheckView(View):
    """Base of the four pages: throttled, noted, answered by one template."""

    policy = "public_read"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if CheckThrottle().allow_request(request, self):  # type: ignore[arg-type]
            return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
        response = render(request, "letters/check_throttled.html", status=TOO_MANY)
        response.headers["Retry-After"] = "60"
        return response

    def answer(self, result: CheckResult, *, method: CheckMethod, code: str = "") -> HttpResponse:
        """Note the check and draw the verdict; an unknown code is a page like any other, with status 404."""
        now = timezone.now()
        note_check(result, method=method, at=now)
        face = face_of(result)
        context = {
            "result": result,
            "letter": result.letter,
            "face": face,
            "checked_at": now,
            "fingerprint": _grouped(result.letter.fingerprint) if result.letter else "",
            "code_form": CodeForm(prefix=None),
            "file_form": FileForm(initial={"kode": code}),
        }
        return render(self.request, "letters/letter_verify.html", context, status=200 if result.letter else 404)


class LetterCheckForm(CheckView):
    """`/v/`: type a code or choose a PDF."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.GET if "kode" in request.GET else None)
        if form.is_bound and form.is_valid():
            return redirect("letter_verify", code=form.cleaned_data["kode"])
        return render(request, "letters/check_form.html", {"form": form, "code_form": form, "file_form": FileForm()})


class LetterVerify(CheckView):
    """`/v/CODE/`: the verdict for a typed code."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        result = check_code(code, at=timezone.now())
        return self.answer(result, method=CheckMethod.CODE, code=normal_code(code))


class LetterScan(CheckView):
    """`/V/CODE/PAYLOAD`: the verdict for a scanned QR code, payload proved."""

    def get(self, request: HttpRequest, code: str, payload: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        result = check_payload(code, payload=payload, at=timezone.now())
        return self.answer(result, method=CheckMethod.QR, code=normal_code(code))


class LetterCompare(CheckView):
    """`/v/cocokkan/`: is this PDF the file we issued? It is read, compared and dropped."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - a reload after the answer
        return redirect("letter_check")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            context = {"form": form, "code_form": CodeForm(), "file_form": form}
            return render(request, "letters/check_form.html", context, status=400)
        code = form.cleaned_data["kode"]
        result = check_file(form.cleaned_data["berkas"], at=timezone.now(), code=code)
        return self.answer(result, method=CheckMethod.UPLOAD, code=code)


class CodeAlone(View):
    """`/V/` and `/V/CODE`, as a reader may cut the QR address: lead to the lower-case page."""

    policy = "public_read"

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:  # noqa: ARG002 - Django's signature
        return redirect("letter_verify", code=code) if code else redirect("letter_check")


class QrKey(View):
    """The public key that proves QR codes without a network; see docs/how-to/check-a-letter-offline.md."""

    policy = "public_read"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django's signature
        response = HttpResponse(qr_public_pem(), content_type="application/x-pem-file")
        response.headers["Content-Disposition"] = 'attachment; filename="kunci-qr.pem"'
        return response


def _grouped(fingerprint: str) -> str:
    """Return the first and last groups of a fingerprint, enough to compare by eye."""
    groups = [fingerprint[start : start + FINGERPRINT_GROUP] for start in range(0, len(fingerprint), FINGERPRINT_GROUP)]
    return f"{' '.join(groups[:4])} … {' '.join(groups[-2:])}"
