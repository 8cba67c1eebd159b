// Calls the five APIs of samples/Providers, or verifies a OneRing webhook; see README.md.
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

const base = process.argv[2];
const hmac = (secret, ...parts) => parts.reduce((mac, part) => mac.update(part), createHmac("sha256", secret)).digest("hex");
const seconds = () => String(Math.floor(Date.now() / 1000));

/** Sends a request, prints its line, and returns the answer. */
async function call(name, method, target, headers, body) {
  const response = await fetch(base + target, { method, body, headers: { "Content-Type": "application/json", ...headers } });
  console.log(`${name} ${response.status}`);
  const text = await response.text();
  return response.ok && text ? JSON.parse(text) : {};
}

function osaycore(body = "", { secret = "YOUR_APP_SECRET_KEY", user } = {}) {
  const time = seconds();
  const headers = {
    "X-OSAYCORE-API-KEY": "YOUR_APP_API_KEY",
    "X-OSAYCORE-TIMESTAMP": time,
    "X-OSAYCORE-SIGNATURE": hmac(secret, `${time}.`, body),
  };
  return user ? { ...headers, Authorization: `Bearer ${user}` } : headers;
}

function theone(method, target, body = "", secret = "test_secret_1") {
  const time = String(Date.now());
  const nonce = randomUUID();
  const digest = createHash("sha256").update(body).digest("hex");
  const sign = hmac(secret, [method, target, time, nonce, digest].join("\n"));
  return { "X-API-KEY": "test_key_1", "X-API-TIMESTAMP": time, "X-API-NONCE": nonce, "X-API-SIGN": sign };
}

function oort(target, body = "", secret = "your_api_secret") {
  const time = seconds();
  const query = [...new URL(base + target).searchParams].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = query.length ? JSON.stringify(Object.fromEntries(query)) : "";
  return { "D-API-KEY": "your_api_key", "D-TIMESTAMP": time, "D-SIGNATURE": hmac(secret, text, body, time) };
}

async function callAll() {
  const bearer = { Authorization: "Bearer osk_your_secret_here" };
  await call("onering me", "GET", "/v1/external/me", bearer);
  await call("onering rings", "GET", "/v1/external/users/user_xyz/rings", bearer);
  await call("onering event", "POST", "/v1/external/events", bearer, '{"event_type":"test.event","data":{"message":"Testing webhook"}}');
  await call("onering wrong key", "GET", "/v1/external/me", { Authorization: "Bearer osk_wrong" });

  let body = JSON.stringify({ user_id: "uuid-of-user" });
  const { jwt_token: user } = await call("osaycore token", "POST", "/api/auth/generate-user-jwt", osaycore(body), body);
  await call("osaycore wrong secret", "POST", "/api/auth/generate-user-jwt", osaycore(body, { secret: "wrong" }), body);
  body = JSON.stringify({ user_id: "uuid-of-user", amount: 3, transaction_type: "BONUS", description: "Köln" });
  await call("osaycore add", "POST", "/api/credits/add-credits", osaycore(body), body);
  body = JSON.stringify({ amount: 1.5, description: "A report" });
  await call("osaycore deduct", "POST", "/api/action/deduct-credits", osaycore(body, { user }), body);
  await call("osaycore context", "GET", "/api/user/context", osaycore("", { user }));
  await call("osaycore context without user", "GET", "/api/user/context", osaycore());

  await call("theone time", "GET", "/api/v1/time", {});
  body = JSON.stringify({ from: "ETH", to: "USDT", amount: "1.5" });
  await call("theone estimate", "POST", "/api/v1/estimate", theone("POST", "/api/v1/estimate", body), body);
  let target = "/api/v1/estimate?source=a%2Fb";
  await call("theone estimate with a query", "POST", target, theone("POST", target, body), body);
  await call("theone wrong secret", "POST", "/api/v1/estimate", theone("POST", "/api/v1/estimate", body, "wrong"), body);
  const { order_id: order } = await call("theone swap", "POST", "/api/v1/swap", theone("POST", "/api/v1/swap", body), body);
  target = `/api/v1/orders/${order}/status`;
  await call("theone order", "GET", target, theone("GET", target));
  const headers = theone("GET", "/api/v1/balances");
  await call("theone balances", "GET", "/api/v1/balances", headers);
  await call("theone balances again", "GET", "/api/v1/balances", headers);
  body = JSON.stringify({ name: "Interop", permissions: ["read"] });
  await call("theone broker", "POST", "/broker/v1/keys", { Authorization: "Bearer YOUR_BROKER_TOKEN" }, body);

  body = JSON.stringify({ subtask_id: "interop 1", config: { keyword: "Köln" } });
  await call("oort create", "POST", "/api/plugin/create_task", oort("/api/plugin/create_task", body), body);
  target = "/api/plugin/tasks?subtask_id=interop%201&limit=10";
  await call("oort tasks", "GET", target, oort(target));
  await call("oort wrong secret", "GET", target, oort(target, "", "wrong"));

  const key = { "X-API-Key": "your_api_key_here" };
  await call("guide products", "GET", "/guide/products?page=1&limit=5", key);
  await call("guide bulk", "POST", "/guide/products/bulk", key, JSON.stringify({ items: [{ sku: "sku_003", quantity: 4 }] }));
  body = JSON.stringify({ type: "stock.changed", sku: "sku_003", quantity: 5 });
  await call("guide webhook", "POST", "/guide/webhooks", { "X-Signature": hmac("guide_webhook_test_secret", body) }, body);
  await call("guide webhook wrong secret", "POST", "/guide/webhooks", { "X-Signature": hmac("wrong", body) }, body);
}

function verify(secret, signature, timestamp, eventId) {
  const expected = Buffer.from(hmac(secret, `${timestamp}.${eventId}.`, readFileSync(0)));
  const given = signature.split(",").filter((field) => field.startsWith("v1=")).map((field) => Buffer.from(field.slice(3)));
  return given.length === 1 && given[0].length === expected.length && timingSafeEqual(given[0], expected);
}

if (base === "verify") {
  process.exitCode = verify(...process.argv.slice(3)) ? 0 : 1;
} else {
  await callAll();
}
