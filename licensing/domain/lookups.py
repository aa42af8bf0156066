"""Look-up columns of applications, so that a change of keys can recompute them."""

from core.crypto import LookupColumn, register_lookup
from licensing.models import Application


def register() -> None:
    """Tell `rotate_keys` how the columns come about (`licensing.domain.drafts` writes them)."""
    application = "licensing.Application"
    register_lookup(LookupColumn(application, "answers", "identity_hash", "identity", text=_identity))
    register_lookup(LookupColumn(application, "answers", "phone_last4_hash", "tracking", text=_tracking_pair))


def _identity(application: Application) -> str:
    """`nik:99…0000` from the answers; files taken over from before have the person alone."""
    answers = application.answers.get("identity", {})
    if number := answers.get("identity_number"):
        return f"{answers.get('identity_kind') or 'nik'}:{number}"
    if application.identity_hash and (person := application.person):
        return f"{person.identity_kind}:{person.identity_number}"
    return ""


def _tracking_pair(application: Application) -> str:
    phone = str(application.answers.get("identity", {}).get("phone", ""))
    return f"{application.number}:{phone[-4:]}" if phone else ""
