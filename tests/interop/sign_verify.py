#!/usr/bin/env python3
"""Signs and verifies requests with Python's own hmac: one JSON object a line on stdin, one answer a line on stdout.

  {"id", "do": "sign", "scheme", "keyId", "secret", "method", "target", "bodyBase64", "timestamp", "nonce", "messageId"}
    -> {"id", "headers": {name: value}}
  {"id", "do": "verify", "scheme", "keyId", "secret", "method", "target", "bodyBase64", "headers", "now"}
    -> {"id", "valid": true or false}

Written from the vendors' documents, as a client or server of theirs would be; nothing here is taken from HmacKit.
"""
import base64
import hashlib
import hmac
import json
import sys
from urllib.parse import parse_qsl


def hex_tag(key, message):
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def base64_tag(key, message):
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def body_digest(body):
    return hashlib.sha256(body).hexdigest()


def sorted_query(target):
    query = target.partition("?")[2]
    parameters = dict(parse_qsl(query, keep_blank_values=True))
    return json.dumps(dict(sorted(parameters.items())), separators=(",", ":")) if parameters else ""


def webhook_key(secret):
    return base64.b64decode(secret.removeprefix("whsec_"))


def sign(r, body):
    scheme, key, time, key_id = r["scheme"], r["secret"].encode(), r["timestamp"], r["keyId"]
    if scheme == "body":
        return {"X-Signature": hex_tag(key, body)}
    if scheme == "onering":
        tag = hex_tag(key, f"{time}.{r['messageId']}.".encode() + body)
        return {
            "X-Webhook-Signature": f"t={time},e={r['messageId']},v1={tag}",
            "X-Webhook-Timestamp": time,
            "X-Webhook-Event-ID": r["messageId"],
        }
    if scheme == "osaycore":
        tag = hex_tag(key, f"{time}.".encode() + body)
        return {"X-OSAYCORE-API-KEY": key_id, "X-OSAYCORE-TIMESTAMP": time, "X-OSAYCORE-SIGNATURE": tag}
    if scheme == "theone":
        message = "\n".join([r["method"].upper(), r["target"], time, r["nonce"], body_digest(body)])
        return {"X-API-KEY": key_id, "X-API-TIMESTAMP": time, "X-API-NONCE": r["nonce"], "X-API-SIGN": hex_tag(key, message.encode())}
    if scheme == "oort":
        tag = hex_tag(key, sorted_query(r["target"]).encode() + body + time.encode())
        return {"D-API-KEY": key_id, "D-TIMESTAMP": time, "D-SIGNATURE": tag}
    if scheme == "stripe":
        return {"Stripe-Signature": f"t={time},v1={hex_tag(key, time.encode() + b'.' + body)}"}
    if scheme == "standard-webhooks":
        tag = base64_tag(webhook_key(r["secret"]), f"{r['messageId']}.{time}.".encode() + body)
        return {"webhook-id": r["messageId"], "webhook-timestamp": time, "webhook-signature": f"v1,{tag}"}
    raise ValueError(f"no scheme {scheme}")


def fields(text):
    """The values of each field of `a=1,b=2,b=3`, by name."""
    values = {}
    for item in text.split(","):
        name, _, value = item.partition("=")
        values.setdefault(name.strip(), []).append(value.strip())
    return values


def in_window(time, now, seconds, unit=1000):
    return time.isascii() and time.isdigit() and abs(int(time) * unit - now) <= seconds * 1000


def verify(r, body):
    scheme, key, now = r["scheme"], r["secret"].encode(), r["now"]
    h = {name.lower(): value for name, value in r["headers"].items()}
    try:
        if scheme == "body":
            return hmac.compare_digest(h["x-signature"], hex_tag(key, body))
        if scheme == "onering":
            parts = fields(h["x-webhook-signature"])
            (time,), (event,), tags = parts["t"], parts["e"], parts["v1"]
            expected = hex_tag(key, f"{time}.{event}.".encode() + body)
            agrees = time == h["x-webhook-timestamp"] and event == h["x-webhook-event-id"]
            return agrees and in_window(time, now, 300) and any(hmac.compare_digest(tag, expected) for tag in tags)
        if scheme == "osaycore":
            time = h["x-osaycore-timestamp"]
            expected = hex_tag(key, f"{time}.".encode() + body)
            return h["x-osaycore-api-key"] == r["keyId"] and in_window(time, now, 300) and hmac.compare_digest(h["x-osaycore-signature"], expected)
        if scheme == "theone":
            time = h["x-api-timestamp"]
            message = "\n".join([r["method"].upper(), r["target"], time, h["x-api-nonce"], body_digest(body)])
            return h["x-api-key"] == r["keyId"] and in_window(time, now, 30, unit=1) and hmac.compare_digest(h["x-api-sign"], hex_tag(key, message.encode()))
        if scheme == "oort":
            time = h["d-timestamp"]
            expected = hex_tag(key, sorted_query(r["target"]).encode() + body + time.encode())
            return h["d-api-key"] == r["keyId"] and in_window(time, now, 300) and hmac.compare_digest(h["d-signature"], expected)
        if scheme == "stripe":
            parts = fields(h["stripe-signature"])
            (time,), tags = parts["t"], parts["v1"]
            expected = hex_tag(key, time.encode() + b"." + body)
            return in_window(time, now, 300) and any(hmac.compare_digest(tag, expected) for tag in tags)
        if scheme == "standard-webhooks":
            time = h["webhook-timestamp"]
            expected = base64_tag(webhook_key(r["secret"]), f"{h['webhook-id']}.{time}.".encode() + body)
            tags = [item[3:] for item in h["webhook-signature"].split(" ") if item.startswith("v1,")]
            return in_window(time, now, 300) and any(hmac.compare_digest(tag, expected) for tag in tags)
    except (KeyError, ValueError):
        return False
    raise ValueError(f"no scheme {scheme}")


for line in sys.stdin:
    request = json.loads(line)
    content = base64.b64decode(request["bodyBase64"])
    answer = {"headers": sign(request, content)} if request["do"] == "sign" else {"valid": verify(request, content)}
    print(json.dumps({"id": request["id"], **answer}), flush=True)
