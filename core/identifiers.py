"""Random public ids: what stands in a URL opens nothing by guessing (DECISIONS 19)."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def public_id() -> str:
    """Return 16 random URL-safe characters (96 bits)."""
    return secrets.token_urlsafe(12)


def crockford(length: int) -> str:
    """Return `length` random Crockford base32 characters (5 bits each)."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))
