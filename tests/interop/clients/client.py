#!/usr/bin/env python3
"""Calls the five APIs of samples/Providers, or verifies a OneRing webhook; see README.md."""
import hashlib
import hmac
import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from urllib.parse import parse_qsl, urlsplit

BASE = sys.argv[1]
JSON = {"Content-Type": "application/json"}


def tag(secret, message):
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def call(name, method, target, headers, body=b""):
    """Sends a request, prints its line, and returns the answer."""
    request = urllib.request.Request(BASE + target, data=body or None, headers={**JSON, **headers}, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            status, answer = response.status, json.loads(response.read() or "{}")
    except urllib.error.HTTPError as error:
        status, answer = error.code, {}
    print(name, status, flush=True)
    return answer


def osaycore(body=b"", secret="YOUR_APP_SECRET_KEY", user=None):
    seconds = str(int(time.time()))
    headers = {
        "X-OSAYCORE-API-KEY": "YOUR_APP_API_KEY",
        "X-OSAYCORE-TIMESTAMP": seconds,
        "X-OSAYCORE-SIGNATURE": tag(secret, f"{seconds}.".encode() + body),
    }
    return {**headers, "Authorization": f"Bearer {user}"} if user else headers


def theone(method, target, body=b"", secret="test_secret_1"):
    milliseconds, nonce = str(time.time_ns() // 1_000_000), str(uuid.uuid4())
    message = "\n".join([method, target, milliseconds, nonce, hashlib.sha256(body).hexdigest()])
    return {"X-API-KEY": "test_key_1", "X-API-TIMESTAMP": milliseconds, "X-API-NONCE": nonce, "X-API-SIGN": tag(secret, message.encode())}


def oort(target, body=b"", secret="your_api_secret"):
    seconds = str(int(time.time()))
    query = dict(sorted(parse_qsl(urlsplit(target).query, keep_blank_values=True)))
    text = json.dumps(query, separators=(",", ":")) if query else ""
    return {"D-API-KEY": "your_api_key", "D-TIMESTAMP": seconds, "D-SIGNATURE": tag(secret, text.encode() + body + seconds.encode())}


def call_all():
    bearer = {"Authorization": "Bearer osk_your_secret_here"}
    call("onering me", "GET", "/v1/external/me", bearer)
    call("onering rings", "GET", "/v1/external/users/user_xyz/rings", bearer)
    call("onering event", "POST", "/v1/external/events", bearer, b'{"event_type":"test.event","data":{"message":"Testing webhook"}}')
    call("onering wrong key", "GET", "/v1/external/me", {"Authorization": "Bearer osk_wrong"})

    body = b'{"user_id":"uuid-of-user"}'
    user = call("osaycore token", "POST", "/api/auth/generate-user-jwt", osaycore(body), body).get("jwt_token")
    call("osaycore wrong secret", "POST", "/api/auth/generate-user-jwt", osaycore(body, secret="wrong"), body)
    body = b'{"user_id": "uuid-of-user", "amount": 3, "transaction_type": "BONUS", "description": "K\xc3\xb6ln"}'
    call("osaycore add", "POST", "/api/credits/add-credits", osaycore(body), body)
    body = b'{"amount": 1.5, "description": "A report"}'
    call("osaycore deduct", "POST", "/api/action/deduct-credits", osaycore(body, user=user), body)
    call("osaycore context", "GET", "/api/user/context", osaycore(user=user))
    call("osaycore context without user", "GET", "/api/user/context", osaycore())

    call("theone time", "GET", "/api/v1/time", {})
    body = b'{"from":"ETH","to":"USDT","amount":"1.5"}'
    call("theone estimate", "POST", "/api/v1/estimate", theone("POST", "/api/v1/estimate", body), body)
    call("theone estimate with a query", "POST", "/api/v1/estimate?source=a%2Fb", theone("POST", "/api/v1/estimate?source=a%2Fb", body), body)
    call("theone wrong secret", "POST", "/api/v1/estimate", theone("POST", "/api/v1/estimate", body, secret="wrong"), body)
    order = call("theone swap", "POST", "/api/v1/swap", theone("POST", "/api/v1/swap", body), body).get("order_id")
    target = f"/api/v1/orders/{order}/status"
    call("theone order", "GET", target, theone("GET", target))
    headers = theone("GET", "/api/v1/balances")
    call("theone balances", "GET", "/api/v1/balances", headers)
    call("theone balances again", "GET", "/api/v1/balances", headers)
    body = b'{"name":"Interop","permissions":["read"]}'
    call("theone broker", "POST", "/broker/v1/keys", {"Authorization": "Bearer YOUR_BROKER_TOKEN"}, body)

    body = b'{"subtask_id": "interop 1", "config": {"keyword": "K\xc3\xb6ln"}}'
    call("oort create", "POST", "/api/plugin/create_task", oort("/api/plugin/create_task", body), body)
    target = "/api/plugin/tasks?subtask_id=interop%201&limit=10"
    call("oort tasks", "GET", target, oort(target))
    call("oort wrong secret", "GET", target, oort(target, secret="wrong"))

    key = {"X-API-Key": "your_api_key_here"}
    call("guide products", "GET", "/guide/products?page=1&limit=5", key)
    call("guide bulk", "POST", "/guide/products/bulk", key, b'{"items":[{"sku":"sku_003","quantity":4}]}')
    body = b'{"type":"stock.changed","sku":"sku_003","quantity":5}'
    call("guide webhook", "POST", "/guide/webhooks", {"X-Signature": tag("guide_webhook_test_secret", body)}, body)
    call("guide webhook wrong secret", "POST", "/guide/webhooks", {"X-Signature": tag("wrong", body)}, body)


def verify(secret, signature, timestamp, event_id):
    expected = tag(secret, f"{timestamp}.{event_id}.".encode() + sys.stdin.buffer.read())
    given = [field[3:] for field in signature.split(",") if field.startswith("v1=")]
    return len(given) == 1 and hmac.compare_digest(given[0], expected)


if BASE == "verify":
    sys.exit(0 if verify(*sys.argv[2:]) else 1)
call_all()
