"""Cognito signs its tokens, so that whoever takes one can tell that it is real.

MiniStack does so with a package that is not pure Python and not among what is installed here; without it every signature is
made up. This is RSA with SHA-256 as RFC 8017, section 8.2, has it, slow and for one machine. Where the package is there, as in
MiniStack's container image, nothing is changed.
"""

import base64
import functools
import hashlib
import json
import secrets

from ministack.services import cognito

_E = 65537
_BYTES = 256
_SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


@functools.cache
def key():
    """Modulus and private exponent; made when the first token is, within a second."""
    p, q = _prime(), _prime()
    return p * q, pow(_E, -1, (p - 1) * (q - 1))


def _prime():
    bits = _BYTES * 4
    while True:
        candidate = secrets.randbits(bits) | 3 << (bits - 2) | 1
        if candidate % _E != 1 and all(candidate % small for small in _SMALL_PRIMES) and _passes(candidate):
            return candidate


def _passes(candidate):
    """Miller and Rabin's test, often enough that it is never wrong."""
    odd = candidate - 1
    twos = (odd & -odd).bit_length() - 1
    odd >>= twos

    def says_composite(base):
        power = pow(base, odd, candidate)
        if power in (1, candidate - 1):
            return False
        for _ in range(twos - 1):
            power = pow(power, 2, candidate)
            if power == candidate - 1:
                return False
        return True

    return not any(says_composite(secrets.randbelow(candidate - 3) + 2) for _ in range(20))


def signed_jwt(claims, pool_id="", use=""):
    header = _encoded(json.dumps({"alg": "RS256", "kid": "homeostat-local"}).encode())
    text = f"{header}.{_encoded(json.dumps(claims).encode())}"
    modulus, exponent = key()
    digest = _SHA256 + hashlib.sha256(text.encode()).digest()
    padded = b"\x00\x01" + b"\xff" * (_BYTES - len(digest) - 3) + b"\x00" + digest
    signature = pow(int.from_bytes(padded, "big"), exponent, modulus)
    return f"{text}.{_encoded(signature.to_bytes(_BYTES, 'big'))}"


def well_known_jwks(pool_id):
    modulus = _encoded(key()[0].to_bytes(_BYTES, "big"))
    jwk = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "homeostat-local", "n": modulus, "e": "AQAB"}
    return 200, {"Content-Type": "application/json"}, json.dumps({"keys": [jwk]}).encode()


def _encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


if cognito._RSA_PRIVATE_KEY is None:
    cognito._signed_jwt = signed_jwt
    cognito.well_known_jwks = well_known_jwks
