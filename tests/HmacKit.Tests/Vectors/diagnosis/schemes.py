# Slips with derived keys, times, indents, joiners and other hashes, in schemes that slips.py doesn't have. Prints schemes.jsonl.
import base64, hashlib, hmac, json

SECRET, NOW, KEY = "an example secret of forty characters ok", 1766000000, "k1"
BODY = b'{"id":"evt_1","n":[1,2],"a":{"q":"x"}}'


def mac(name, key, message):
    key, message = (x.encode() if isinstance(x, str) else x for x in (key, message))
    return hmac.new(key, message, name).digest()


def add(id, scheme, what, cause, headers, body=BODY, method="POST", target="/hook", expect="signature_mismatch", now=NOW * 1000):
    print(json.dumps({"id": id, "scheme": scheme, "keyId": KEY, "secret": SECRET, "method": method, "target": target, "headers": headers,
                      "bodyBase64": base64.b64encode(body).decode(), "now": now, "expect": expect, "whatHappened": what, "cause": cause}))


def tc3(id, what, cause, root=None, key=None):
    day, time = "2025-12-17", str(NOW)
    digest = hashlib.sha256(BODY).hexdigest()
    canonical = f"POST\n/\n\ncontent-type:application/json\nhost:cvm.example.com\n\ncontent-type;host\n{digest}"
    scope = f"{day}/cvm/tc3_request"
    text = f"TC3-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    if key is None:
        key = "TC3" + root
        for step in (day, "cvm", "tc3_request"):
            key = mac("sha256", key, step)
    signature = mac("sha256", key, text).hex()
    add(id, "tencent-tc3", what, cause, target="/", headers={
        "Content-Type": "application/json", "Host": "cvm.example.com", "X-TC-Timestamp": time,
        "Authorization": f"TC3-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders=content-type;host, Signature={signature}"})


tc3("tc3-newline", "the secret was read with its line break", "secret_trailing_newline", root=SECRET + "\n")
tc3("tc3-blank", "a blank behind the secret", "secret_blanks", root=SECRET + " ")
tc3("tc3-underived", "the secret itself was the key", "key_step", key=SECRET)


def slack(id, what, cause, time, expect):
    add(id, "slack", what, cause, {"X-Slack-Request-Timestamp": time, "X-Slack-Signature": "v0=" + mac("sha256", SECRET, f"v0:{time}:".encode() + BODY).hex()}, expect=expect)


slack("slack-float", "str(time.time())", "time_format", "1766000000.1234567", "malformed_header")
slack("slack-micro", "microseconds", "time_unit", "1766000000123456", "timestamp_in_future")


def klaviyo(id, what, time):
    add(id, "klaviyo", what, "time_format", {"Klaviyo-Timestamp": time, "Klaviyo-Signature": mac("sha256", SECRET, BODY + time.encode()).hex()}, expect="malformed_header")


klaviyo("klaviyo-rfc2822", "email.utils.formatdate()", "Wed, 17 Dec 2025 19:33:20 +0000")
klaviyo("klaviyo-utc", "strftime with UTC", "Wed, 17 Dec 2025 19:33:20 UTC")

for id, indent in (("tabs", json.dumps(json.loads(BODY), indent="\t")), ("windows", json.dumps(json.loads(BODY), indent=2).replace("\n", "\r\n"))):
    add("attio-" + id, "attio", "indented: " + id, "body_json_indented", {"Attio-Signature": mac("sha256", SECRET, indent).hex()})

pairs = "auth_date=1766000000&first_name=Ann&id=17"
signature = mac("sha256", hashlib.sha256(SECRET.encode()).digest(), pairs).hex()
add("telegram-ampersand", "telegram-login-widget", "& in place of line breaks", "separator_other", {}, body=b"", method="GET", target=f"/login?{pairs}&hash={signature}")

signature = mac("sha1", SECRET, f"1766000000000\nn1\nPOST\n/hook\n{BODY.decode()}\n").hex()
add("deribit-sha1", "deribit", "SHA-1", "algorithm_other", {"Authorization": f"deri-hmac-sha256 id={KEY},ts=1766000000000,sig={signature},nonce=n1"}, expect="malformed_header")

signature = mac("sha512", SECRET, "r1/hook" + BODY.decode()).hex()
wrapped = base64.b64encode(f"apiKey:{KEY}&randomKey:r1&signature:{signature}".encode()).decode()
add("iyzico-sha512", "iyzico-v2", "SHA-512", "algorithm_other", {"x-iyzi-rnd": "r1", "Authorization": f"IYZWSv2 {wrapped}"}, expect="malformed_header")
