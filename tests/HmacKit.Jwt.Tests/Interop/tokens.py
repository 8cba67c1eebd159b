"""Signs and verifies HS256 tokens with nothing but Python's standard library.

python3 tokens.py sign HEXSECRET KID CLAIMS-JSON    prints the token
python3 tokens.py verify HEXSECRET TOKEN            prints header and claims as a JSON array, or exits with 1
"""
import base64
import hashlib
import hmac
import json
import sys


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def tag(secret, text):
    return hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).digest()


command, secret, *rest = sys.argv[1:]
if command == "sign":
    kid, claims = rest
    # Python's own spelling: a blank behind each comma and colon, and other letters as \u escapes.
    parts = ".".join(encode(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "HS256", "kid": kid}, json.loads(claims)))
    print(parts + "." + encode(tag(secret, parts)))
else:
    header, payload, signature = rest[0].split(".")
    if not hmac.compare_digest(tag(secret, header + "." + payload), decode(signature)):
        sys.exit(1)
    print(json.dumps([json.loads(decode(header)), json.loads(decode(payload))]))
