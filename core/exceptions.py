"""What domain code raises. One DRF handler (`core.problems`) and one view mixin (`core.web`) answer them.

A refusal is a subclass with a stable `code` and a translatable `message`::

    class QuotaFull(RuleBroken):
        code = "quota_full"
        message = _("Kuota %(quota)s tempat praktik sudah terpakai.")


    raise QuotaFull(params={"quota": 3})
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Finding:
    """One reason among several. `pointer` is an RFC 6901 path into the request body, empty for the whole."""

    code: str
    detail: Text
    pointer: str = ""


class DomainError(Exception):
    """A request the rules refuse. `status` is the HTTP status of the answer, `findings` all reasons at once."""

    code: ClassVar[str] = "domain_error"
    status: ClassVar[int] = 422
    message: ClassVar[Text] = _("Permintaan ini tidak dapat diproses.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        params: Mapping[str, object] | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__(message, params)
        self._message = type(self).message if message is None else message
        self.params = dict(params or {})
        self.findings = tuple(findings)

    @property
    def detail(self) -> str:
        """The message in the active language, with `params` filled in (`%(name)s`)."""
        text = str(self._message)
        return text % self.params if self.params else text

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


class NotAllowed(DomainError):
    """The person may not do this, whatever the state (403)."""

    code = "not_allowed"
    status = 403
    message = _("Anda tidak berwenang melakukan tindakan ini.")


class NotFound(DomainError):
    """The object does not exist for this person (404)."""

    code = "not_found"
    status = 404
    message = _("Data tidak ditemukan.")


class Conflict(DomainError):
    """The object is in another state than the request needs (409)."""

    code = "conflict"
    status = 409
    message = _("Keadaan data sudah berubah.")


class StaleVersion(Conflict):
    """Somebody changed the object since it was read (409)."""

    code = "stale_version"
    message = _("Data ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi.")


class RuleBroken(DomainError):
    """The shape is right, a rule says no (422)."""

    code = "rule_broken"


class Unavailable(DomainError):
    """Something we depend on is away; the same request may succeed later (503 with Retry-After)."""

    code = "unavailable"
    status = 503
    message = _("Layanan sedang terganggu. Coba lagi sebentar lagi.")
    retry_after: ClassVar[int] = 5


class StorageFull(DomainError):
    """No room left on the disk; nothing was kept (507)."""

    code = "storage_full"
    status = 507
    message = _("Ruang penyimpanan penuh. Berkas Anda belum tersimpan; hubungi petugas.")


class NeighbourDown(Exception):
    """A system outside (mail, WhatsApp, BSrE, a webhook host) does not answer or asks us to wait.

    Raised by an outbox handler it gives the attempt back and opens the neighbour's breaker.
    """

    def __init__(self, neighbour: str, reason: str) -> None:
        super().__init__(f"{neighbour}: {reason}")
        self.neighbour = neighbour
