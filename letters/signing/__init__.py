"""Who signs a PDF and by which service. `settings.SIGNER` chooses; everything else is the same."""

from letters.signing.interface import Passphrase, Seal, Signer, SignerIdentity
from letters.signing.registry import portal_seal, signer

__all__ = ["Passphrase", "Seal", "Signer", "SignerIdentity", "portal_seal", "signer"]
