"""Signs what the webhook sends, in the form of Standard Webhooks: HMAC-SHA256 over id, timestamp and body."""

from __future__ import annotations

import binascii
import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Final

SECRET_VARIABLE: Final = "GROOMING_RISK_WEBHOOK_SECRET"
"""Environment variable with the secret."""

_PREFIX: Final = "whsec_"
_BYTES: Final = range(24, 65)


def read_secret(environment: Mapping[str, str] = os.environ) -> bytes:
    """Return the secret of the environment: ``whsec_`` and 24 to 64 bytes in base64.

    Raises
    ------
    ValueError
        There is none, or it has another form; the error does not quote it.

    Examples
    --------
    >>> len(read_secret({"GROOMING_RISK_WEBHOOK_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}))
    24
    """
    try:
        secret = b64decode(environment.get(SECRET_VARIABLE, "").strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) not in _BYTES:
        raise ValueError(
            f"the webhook needs a secret: set {SECRET_VARIABLE} to {_PREFIX} and 24 to 64 random bytes in base64, "
            f"such as {_PREFIX}$(openssl rand -base64 32)"
        )
    return secret


def signed_headers(secret: bytes, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``.

    Examples
    --------
    >>> secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    >>> body = b'{"test": 2432232314}'
    >>> signed_headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)["webhook-signature"]
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    signature = b64encode(hmac.digest(secret, signed, "sha256")).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }
