// Signs and verifies requests with Node's own crypto: the same lines in and out as sign_verify.py.
// Written from the vendors' documents, as a client or server of theirs would be; nothing here is taken from HmacKit.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createInterface } from 'node:readline';

const tag = (key, encoding, ...parts) => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
};

const digest = (body) => createHash('sha256').update(body).digest('hex');

const same = (a, b) => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};

const byCodePoint = ([a], [b]) => {
  const [x, y] = [[...a], [...b]].map((text) => text.map((c) => c.codePointAt(0)));
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i] - y[i];
  return x.length - y.length;
};

// JSON.stringify leaves DEL and everything outside ASCII as it is.
const quote = (text) =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));

const sortedQuery = (target) => {
  const mark = target.indexOf('?');
  // A question mark at the beginning is taken off, so that one of the query's own stays.
  const pairs = mark < 0 ? [] : [...new URLSearchParams('?' + target.slice(mark + 1))];
  return pairs.length === 0 ? '' : '{' + pairs.sort(byCodePoint).map(([name, value]) => `${quote(name)}:${quote(value)}`).join(',') + '}';
};

const webhookKey = (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

const canonical = (r, time, nonce, body) => [r.method.toUpperCase(), r.target, time, nonce, digest(body)].join('\n');

const signers = {
  body: (r, body) => ({ 'X-Signature': tag(r.secret, 'hex', body) }),
  onering: (r, body) => ({
    'X-Webhook-Signature': `t=${r.timestamp},e=${r.messageId},v1=${tag(r.secret, 'hex', `${r.timestamp}.${r.messageId}.`, body)}`,
    'X-Webhook-Timestamp': r.timestamp,
    'X-Webhook-Event-ID': r.messageId,
  }),
  osaycore: (r, body) => ({
    'X-OSAYCORE-API-KEY': r.keyId,
    'X-OSAYCORE-TIMESTAMP': r.timestamp,
    'X-OSAYCORE-SIGNATURE': tag(r.secret, 'hex', `${r.timestamp}.`, body),
  }),
  theone: (r, body) => ({
    'X-API-KEY': r.keyId,
    'X-API-TIMESTAMP': r.timestamp,
    'X-API-NONCE': r.nonce,
    'X-API-SIGN': tag(r.secret, 'hex', canonical(r, r.timestamp, r.nonce, body)),
  }),
  oort: (r, body) => ({
    'D-API-KEY': r.keyId,
    'D-TIMESTAMP': r.timestamp,
    'D-SIGNATURE': tag(r.secret, 'hex', sortedQuery(r.target), body, r.timestamp),
  }),
  stripe: (r, body) => ({ 'Stripe-Signature': `t=${r.timestamp},v1=${tag(r.secret, 'hex', `${r.timestamp}.`, body)}` }),
  'standard-webhooks': (r, body) => ({
    'webhook-id': r.messageId,
    'webhook-timestamp': r.timestamp,
    'webhook-signature': `v1,${tag(webhookKey(r.secret), 'base64', `${r.messageId}.${r.timestamp}.`, body)}`,
  }),
};

const fields = (text) => text.split(',').map((item) => item.trim().split(/=(.*)/s).slice(0, 2));
const all = (pairs, name) => pairs.filter(([key]) => key === name).map(([, value]) => value);
const one = (pairs, name) => (all(pairs, name).length === 1 ? all(pairs, name)[0] : '');
const inWindow = (time, now, seconds, unit = 1000) => /^[0-9]+$/.test(time ?? '') && Math.abs(Number(time) * unit - now) <= seconds * 1000;

const verifiers = {
  body: (r, h, body) => same(h['x-signature'], tag(r.secret, 'hex', body)),
  onering: (r, h, body) => {
    const pairs = fields(h['x-webhook-signature']);
    const [time, event] = [one(pairs, 't'), one(pairs, 'e')];
    return time === h['x-webhook-timestamp'] && event === h['x-webhook-event-id'] && inWindow(time, r.now, 300)
      && all(pairs, 'v1').some((given) => same(given, tag(r.secret, 'hex', `${time}.${event}.`, body)));
  },
  osaycore: (r, h, body) => h['x-osaycore-api-key'] === r.keyId && inWindow(h['x-osaycore-timestamp'], r.now, 300)
    && same(h['x-osaycore-signature'], tag(r.secret, 'hex', `${h['x-osaycore-timestamp']}.`, body)),
  theone: (r, h, body) => h['x-api-key'] === r.keyId && inWindow(h['x-api-timestamp'], r.now, 30, 1)
    && same(h['x-api-sign'], tag(r.secret, 'hex', canonical(r, h['x-api-timestamp'], h['x-api-nonce'], body))),
  oort: (r, h, body) => h['d-api-key'] === r.keyId && inWindow(h['d-timestamp'], r.now, 300)
    && same(h['d-signature'], tag(r.secret, 'hex', sortedQuery(r.target), body, h['d-timestamp'])),
  stripe: (r, h, body) => {
    const pairs = fields(h['stripe-signature']);
    const time = one(pairs, 't');
    return inWindow(time, r.now, 300) && all(pairs, 'v1').some((given) => same(given, tag(r.secret, 'hex', `${time}.`, body)));
  },
  'standard-webhooks': (r, h, body) => inWindow(h['webhook-timestamp'], r.now, 300)
    && h['webhook-signature'].split(' ').filter((item) => item.startsWith('v1,'))
      .some((item) => same(item.slice(3), tag(webhookKey(r.secret), 'base64', `${h['webhook-id']}.${h['webhook-timestamp']}.`, body))),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const body = Buffer.from(request.bodyBase64, 'base64');
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const answer = request.do === 'sign'
    ? { headers: signers[request.scheme](request, body) }
    : { valid: verifiers[request.scheme](request, headers, body) };
  process.stdout.write(JSON.stringify({ id: request.id, ...answer }) + '\n');
}
