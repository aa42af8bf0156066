"""Certificates of this installation: a test authority for trial signatures, and the portal's seal.

None of these is a certified signature (PP 71/2019 asks for an Indonesian PSrE), so letters signed here in a
person's name carry the trial stamp. The seal names no person; it is a trial as long as the signatures are.
"""

import re
from datetime import timedelta
from functools import cache
from hmac import compare_digest
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from letters.exceptions import PassphraseWrong
from letters.keyring import key_folder, write_once
from letters.signing.interface import Passphrase, SignerIdentity
from letters.signing.pades import HeldKey, pades_sign

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

AUTHORITY = "CA SEJARAS (bukan PSrE)"
SEAL_NAME = "Segel elektronik portal SEJARAS"
YEARS = 10


class LocalTestSigner:
    """Signs with a certificate made here for each person at first use."""

    is_trial = True

    def __init__(self, *, algorithm: str = "p256") -> None:
        self._algorithm = algorithm

    @sensitive_variables()
    def sign(self, pdf: bytes, *, signer: SignerIdentity, passphrase: Passphrase, reason: str, location: str) -> bytes:
        expected = settings.LOCAL_SIGNER_PASSPHRASE
        if not compare_digest(passphrase.reveal().encode(), expected.encode()):
            raise PassphraseWrong
        key = held_key(key_folder(), name=signer.name, slot=f"orang-{signer.key}", algorithm=self._algorithm)
        return pades_sign(pdf, key=key, name=signer.name, reason=reason, location=location)

    def find(self, sha256: str) -> bytes | None:  # noqa: ARG002 - part of the interface
        """Return None: here an answer can't be lost."""
        return None


class PortalSeal:
    """Seals letters made by the system: receipt, return, request (DECISIONS 17)."""

    def __init__(self, *, is_trial: bool) -> None:
        self.is_trial = is_trial

    def seal(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        key = held_key(key_folder(), name=SEAL_NAME, slot="segel", algorithm="p256")
        return pades_sign(pdf, key=key, name=SEAL_NAME, reason=reason, location=location)


@cache
def held_key(folder: Path, *, name: str, slot: str, algorithm: str) -> HeldKey:
    """Return the key of a slot (a person, the seal), made at first use and held by this process."""
    authority, authority_key = _pair(folder, slot=f"ca-{algorithm}", name=AUTHORITY, algorithm=algorithm)
    certificate, key = _pair(
        folder, slot=f"{slot}-{algorithm}", name=name, algorithm=algorithm, issuer=(authority, authority_key)
    )
    return HeldKey(key, certificate=certificate, chain=(authority,))


def authority_certificate(*, algorithm: str = "p256") -> x509.Certificate:
    """Return the test authority's certificate, for those who check a trial signature."""
    return _pair(key_folder(), slot=f"ca-{algorithm}", name=AUTHORITY, algorithm=algorithm)[0]


def _pair(
    folder: Path,
    *,
    slot: str,
    name: str,
    algorithm: str,
    issuer: tuple[x509.Certificate, PrivateKey] | None = None,
) -> tuple[x509.Certificate, PrivateKey]:
    path = folder / f"{_file_stem(slot)}.pem"
    pem = path.read_bytes() if path.exists() else write_once(path, _new_pair(name, algorithm, issuer))
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(path)
    return x509.load_pem_x509_certificate(pem), key


def _file_stem(slot: str) -> str:
    return re.sub(r"[^a-z0-9-]", "_", slot.lower())


def _new_pair(name: str, algorithm: str, issuer: tuple[x509.Certificate, PrivateKey] | None) -> bytes:
    key: PrivateKey = _generate(algorithm)
    subject = _subject(name, is_authority=issuer is None)
    now = timezone.now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_usage(is_authority=issuer is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    certificate = builder.sign(issuer[1] if issuer else key, SHA256())
    return _key_pem(key) + certificate.public_bytes(Encoding.PEM)


def _subject(name: str, *, is_authority: bool) -> x509.Name:
    """Return the name in a certificate; the authority's is short because every signature repeats it twice."""
    common = x509.NameAttribute(NameOID.COMMON_NAME, name[:64])
    if is_authority:
        return x509.Name([common])
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SEJARAS (bukan PSrE)")
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"), organisation, common])


def _generate(algorithm: str) -> PrivateKey:
    if algorithm == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _key_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
