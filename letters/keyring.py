"""Keys of this installation, kept in `DATA_DIR/keys` with mode 0600 and made at first use.

They belong in the backup: without the QR key, old codes can no longer be proved offline.
"""

import os
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings


def key_folder() -> Path:
    """Return the folder of keys, made if needed and closed to other users."""
    folder = Path(settings.DATA_DIR) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_once(path: Path, content: bytes) -> bytes:
    """Write a file unless it exists and return what it holds now: of two processes, one wins for both."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    try:
        os.link(draft.name, path)
    except FileExistsError:
        pass
    finally:
        Path(draft.name).unlink()
    return path.read_bytes()


def qr_private_key() -> Ed25519PrivateKey:
    """Return the Ed25519 key that signs QR payloads."""
    return _qr_private_key(key_folder())


@cache
def _qr_private_key(folder: Path) -> Ed25519PrivateKey:
    path = folder / "qr-ed25519.pem"
    pem = path.read_bytes() if path.exists() else write_once(path, _pem(Ed25519PrivateKey.generate()))
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(path)
    return key


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def qr_public_key() -> Ed25519PublicKey:
    """Return the public half, which anyone may hold."""
    return qr_private_key().public_key()


def qr_public_pem() -> str:
    """Return the public key as PEM, as published at `/v/kunci.pem`."""
    return qr_public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
