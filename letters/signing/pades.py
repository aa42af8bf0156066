"""PAdES signatures. The only module that knows pyHanko.

The private key is loaded once and kept: loading it again for each letter costs more than the signature.
"""

import io
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

DIGEST = "sha256"
FIELD = "TandaTangan"
# Room for the CMS object with two certificates; a fixed room spares the trial signature that measures it.
RESERVED = 12_288

# A hidden widget needs no structure element, so the page stays PDF/UA.
_FIELD_SPEC = SigFieldSpec(
    sig_field_name=FIELD, on_page=0, invis_sig_settings=InvisSigSettings(set_hidden_flag=True, set_print_flag=False)
)


class HeldKey(CmsSigner):
    """A certificate with its private key object, held for the life of the process."""

    def __init__(
        self,
        key: EllipticCurvePrivateKey | RSAPrivateKey,
        *,
        certificate: x509.Certificate,
        chain: tuple[x509.Certificate, ...] = (),
    ) -> None:
        self._key = key
        store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([_asn1(item) for item in chain])
        super().__init__(signing_cert=_asn1(certificate), cert_registry=store, embed_roots=True)
        self._size = len(self._sign(b""))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        return bytes(self._size) if dry_run else self._sign(data)

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        return self._key.sign(data, ECDSA(SHA256()))


def pades_sign(pdf: bytes, *, key: HeldKey, name: str, reason: str, location: str) -> bytes:
    """Return the PDF with a PAdES-B certification signature that allows no later change."""
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason=reason,
        location=location,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = PdfSigner(meta, key, new_field_spec=_FIELD_SPEC).sign_pdf(writer, bytes_reserved=RESERVED)
    return bytes(out.getvalue())


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
