"""What is published of a serial: a cut-off hash that tells whether a number was issued, and gives no number away.

All fingerprints are public, so that pages can be checked without a server. Somebody could therefore try numbers at home
until one hits any of a lot's fingerprints: the hash is made slow, and is as long as the ledger's size allows.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import pbkdf2_hmac

ROUNDS = 128
"""Of PBKDF2 (RFC 8018): a page checks one number in some milliseconds, a lot of a million is issued in minutes."""
HEX = 3
"""Characters of a fingerprint that are hex digits, 4 bits each: by these it is put into buckets."""
LENGTH = 14
"""The others, 11 of base 64, are 6 bits each."""
BITS = 4 * HEX + 6 * (LENGTH - HEX)
"""78: among a million issued numbers a wrong one passes once in 3 × 10¹⁷ tries."""


def fingerprint(product: str, lot: str, serial: str) -> str:
    """Return the fingerprint of a number of one product and lot; `templates/serial.js` works out the same."""
    made = pbkdf2_hmac("sha256", serial.encode("ascii"), f"ocop:{product}/{lot}".encode("ascii"), ROUNDS, 10)
    # 80 bits: the first 12 as hex, of the others 66 as base 64.
    rest = int.from_bytes(made) & (1 << 68) - 1
    return made.hex()[:HEX] + urlsafe_b64encode((rest << 4).to_bytes(9)).decode("ascii")[: LENGTH - HEX]
