"""The signer and the seal this installation uses."""

from functools import cache

from django.conf import settings

from letters.signing.interface import Seal, Signer


@cache
def signer() -> Signer:
    """Return the service named by `settings.SIGNER`."""
    if settings.SIGNER == "bsre":
        from letters.signing.bsre import BsreSigner  # slow import

        return BsreSigner(url=settings.BSRE_URL, user=settings.BSRE_USER, password=settings.BSRE_PASSWORD)
    from letters.signing.local import LocalTestSigner  # slow import

    return LocalTestSigner()


@cache
def portal_seal() -> Seal:
    """Return the seal for letters that nobody signs in person."""
    from letters.signing.local import PortalSeal  # slow import

    return PortalSeal(is_trial=signer().is_trial)
