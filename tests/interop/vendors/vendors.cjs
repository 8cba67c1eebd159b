// Vendors' own libraries, as signers and verifiers of requests. Reads a JSON line a request from standard input and answers a line each:
//   {"op":"verify","vendor","secret","method","url","headers","bodyBase64","now","params"} -> {"ok":true|false}
//   {"op":"sign",  same}                                                                -> {"headers":{...},"url":...,"bodyBase64":...}
//   {"op":"list"}                                                                       -> {"verify":[...],"sign":[...]}
// `now` is milliseconds since 1970; the clock of the process stands there while a request is looked at. Nothing here talks to a network.
'use strict';
const { createInterface } = require('node:readline');

const { clock, lower, inside, form } = require('./clock.cjs');

const pathOf = (url) => { const u = new URL(url); return u.pathname + u.search; };
const seconds = () => Math.floor(clock.now / 1000);

// Throwing is how many of them say no.
const accepts = async (call) => { try { const result = await call(); return result === undefined ? true : result; } catch { return false; } };

const tern = (platform) => ({
  verify: async (r) => {
    const { WebhookVerificationService } = require('@hookflo/tern');
    const request = new Request(r.url, { method: r.method, headers: r.headers, body: r.body });
    return (await WebhookVerificationService.verifyWithPlatformConfig(request, platform, r.secret, 300)).isValid;
  },
});

const stripeApi = () => new (require('stripe'))('sk_test_x');
const nodeRequest = (r) => ({ method: r.method, url: pathOf(r.url), headers: lower(r.headers), body: r.text });

const oauth1 = (r) => {
  const OAuth = require('oauth-1.0a');
  const { createHmac } = require('node:crypto');
  const hash = r.params.method === 'HMAC-SHA256' ? 'sha256' : 'sha1';
  return {
    oauth: new OAuth({ consumer: { key: r.params.consumerKey, secret: r.secret }, signature_method: `HMAC-${hash.toUpperCase()}`, hash_function: (text, key) => createHmac(hash, key).update(text).digest('base64') }),
    token: r.params.token ? { key: r.params.token, secret: r.params.tokenSecret } : undefined,
    data: r.type.startsWith('application/x-www-form-urlencoded') ? form(r.text) : {},
  };
};

const vendors = {
  ...require('./clients.cjs'),
  stripe: {
    verify: (r) => accepts(async () => void await stripeApi().webhooks.constructEvent(r.body, r.headers['stripe-signature'], r.secret)),
    sign: (r) => ({ 'Stripe-Signature': stripeApi().webhooks.generateTestHeaderString({ payload: r.text, secret: r.secret, timestamp: seconds() }) }),
  },
  svix: {
    verify: (r) => accepts(async () => void await new (require('svix').Webhook)(r.secret).verify(r.text, r.headers)),
    sign: (r) => {
      const id = r.params.id ?? 'msg_2b';
      return { 'svix-id': id, 'svix-timestamp': String(seconds()), 'svix-signature': new (require('svix').Webhook)(r.secret).sign(id, new Date(), r.text) };
    },
  },
  'standard-webhooks': {
    verify: (r) => accepts(async () => void await new (require('standardwebhooks').Webhook)(r.secret).verify(r.text, r.headers)),
    sign: (r) => {
      const id = r.params.id ?? 'msg_2b';
      return { 'webhook-id': id, 'webhook-timestamp': String(seconds()), 'webhook-signature': new (require('standardwebhooks').Webhook)(r.secret).sign(id, new Date(), r.text) };
    },
  },
  replicate: { as: 'standard-webhooks', verify: (r) => require('replicate').validateWebhook({ id: r.headers['webhook-id'], timestamp: r.headers['webhook-timestamp'], signature: r.headers['webhook-signature'], body: r.text, secret: r.secret }) },
  openai: {
    as: 'standard-webhooks',
    verify: (r) => accepts(async () => void await new (require('openai').OpenAI)({ apiKey: 'x' }).webhooks.unwrap(r.text, r.headers, r.secret)),
  },
  github: {
    verify: async (r) => (await import('@octokit/webhooks-methods')).verify(r.secret, r.text, r.headers['x-hub-signature-256']),
    sign: async (r) => ({ 'X-Hub-Signature-256': await (await import('@octokit/webhooks-methods')).sign(r.secret, r.text) }),
  },
  'x-hub-signature-sha1': {
    verify: (r) => { const X = require('x-hub-signature'); return new (X.default ?? X)('sha1', r.secret).verify(r.headers['x-hub-signature'], r.body); },
    sign: (r) => { const X = require('x-hub-signature'); return { 'X-Hub-Signature': new (X.default ?? X)('sha1', r.secret).sign(r.body) }; },
  },
  twilio: {
    verify: (r) => {
      const twilio = require('twilio');
      return r.type.startsWith('application/x-www-form-urlencoded')
        ? twilio.validateRequest(r.secret, r.headers['x-twilio-signature'], r.url, form(r.text))
        : twilio.validateRequestWithBody(r.secret, r.headers['x-twilio-signature'], r.url, r.text);
    },
    sign: (r) => {
      const twilio = require('twilio');
      return r.type.startsWith('application/x-www-form-urlencoded')
        ? { 'X-Twilio-Signature': inside('twilio', 'lib/webhooks/webhooks.js').getExpectedTwilioSignature(r.secret, r.url, form(r.text)) }
        : { 'X-Twilio-Signature': inside('twilio', 'lib/webhooks/webhooks.js').getExpectedTwilioSignature(r.secret, r.url, {}) };
    },
  },
  line: { verify: (r) => require('@line/bot-sdk').validateSignature(r.body, r.secret, r.headers['x-line-signature']) },
  linear: {
    verify: (r) => accepts(() => new (require('@linear/sdk/webhooks').LinearWebhookClient)(r.secret).verify(r.body, r.headers['linear-signature'], JSON.parse(r.text).webhookTimestamp)),
  },
  workos: {
    verify: (r) => new (require('@workos-inc/node').WorkOS)('sk_x').webhooks.verifyHeader({ payload: JSON.parse(r.text), sigHeader: r.headers['workos-signature'], secret: r.secret }).catch(() => false),
    sign: async (r) => {
      const signature = await new (require('@workos-inc/node').WorkOS)('sk_x').webhooks.computeSignature(clock.now, JSON.parse(r.text), r.secret);
      return { 'WorkOS-Signature': `t=${clock.now}, v1=${signature}` };
    },
  },
  sanity: {
    verify: (r) => require('@sanity/webhook').isValidSignature(r.text, r.headers['sanity-webhook-signature'], r.secret),
    sign: async (r) => ({ 'sanity-webhook-signature': await require('@sanity/webhook').encodeSignatureHeader(r.text, clock.now, r.secret) }),
  },
  mux: { verify: (r) => accepts(async () => void await new (require('@mux/mux-node').default)({ tokenId: 'a', tokenSecret: 'b' }).webhooks.verifySignature(r.text, r.headers, r.secret)) },
  'imagekit-webhook': {
    verify: (r) => accepts(async () => void await new (require('imagekit'))({ publicKey: 'a', privateKey: 'b', urlEndpoint: 'https://ik.imagekit.io/x' }).verifyWebhookEvent(r.text, r.headers['x-ik-signature'], r.secret)),
  },
  paddle: {
    verify: (r) => accepts(async () => {
      const { Paddle } = require('@paddle/paddle-node-sdk');
      return new Paddle('x').webhooks.isSignatureValid(r.text, r.secret, r.headers['paddle-signature']);
    }),
  },
  'messagebird-legacy': {
    verify: (r) => accepts(() => {
      const Verify = inside('messagebird', 'lib/signature.js');
      const query = form(new URL(r.url).search.slice(1));
      let passed = false;
      new Verify(r.secret)({ headers: lower(r.headers), query, body: r.text }, {}, (error) => { passed = !error; });
      return passed;
    }),
  },
  mercadopago: {
    verify: (r) => accepts(() => {
      const { WebhookSignatureValidator } = require('mercadopago');
      return void WebhookSignatureValidator.validate({ xSignature: r.headers['x-signature'], xRequestId: r.headers['x-request-id'], dataId: new URL(r.url).searchParams.get('data.id'), secret: r.secret });
    }),
  },
  'plivo-v3': { verify: (r) => require('plivo').validateV3Signature(r.method, r.url, r.headers['x-plivo-signature-v3-nonce'], r.secret, r.headers['x-plivo-signature-v3'], form(r.text)) },
  'pusher-webhook': {
    verify: (r) => {
      const Pusher = require('pusher');
      return new Pusher({ appId: '1', key: r.headers['x-pusher-key'], secret: r.secret }).webhook({ headers: lower(r.headers), rawBody: r.text }).isValid();
    },
  },
  'razorpay-webhook': { verify: (r) => require('razorpay').validateWebhookSignature(r.text, r.headers['x-razorpay-signature'], r.secret) },
  braintree: {
    verify: (r) => new Promise((resolve) => {
      const braintree = require('braintree');
      const gateway = new braintree.BraintreeGateway({ environment: braintree.Environment.Sandbox, merchantId: 'm', publicKey: r.params.publicKey, privateKey: r.secret });
      const fields = form(r.text);
      gateway.webhookNotification.parse(fields.bt_signature, fields.bt_payload, (error) => resolve(!error));
    }),
    sign: (r) => {
      const braintree = require('braintree');
      const gateway = new braintree.BraintreeGateway({ environment: braintree.Environment.Sandbox, merchantId: 'm', publicKey: r.params.publicKey, privateKey: r.secret });
      const sample = gateway.webhookTesting.sampleNotification(braintree.WebhookNotification.Kind.SubscriptionWentPastDue, r.params.id ?? 'my_id');
      return { body: new URLSearchParams({ bt_signature: sample.bt_signature, bt_payload: sample.bt_payload }).toString() };
    },
  },
  'hubspot-v3': {
    verify: (r) => accepts(() => require('@hubspot/api-client').Signature.isValid({ signatureVersion: 'v3', signature: r.headers['x-hubspot-signature-v3'], method: r.method, clientSecret: r.secret, requestBody: r.text, url: r.url, timestamp: Number(r.headers['x-hubspot-request-timestamp']) })),
    sign: (r) => ({
      'X-HubSpot-Request-Timestamp': String(clock.now),
      'X-HubSpot-Signature-v3': require('@hubspot/api-client').Signature.getSignature(r.method, 'v3', { clientSecret: r.secret, requestBody: r.text, url: r.url, timestamp: clock.now, method: r.method }),
    }),
  },
  hygraph: {
    verify: (r) => require('@hygraph/utils').verifyWebhookSignature({ rawPayload: r.text, signature: r.headers['gcms-signature'], secret: r.secret }),
    sign: (r) => ({ 'gcms-signature': require('@hygraph/utils').generateWebhookSignature({ rawPayload: r.text, environmentName: r.params.env ?? 'master', secret: r.secret }) }),
  },
  contentful: {
    verify: (r) => accepts(() => require('@contentful/node-apps-toolkit').verifyRequest(r.secret, { method: r.method, path: pathOf(r.url), headers: lower(r.headers), body: r.text })),
    sign: (r) => require('@contentful/node-apps-toolkit').signRequest(r.secret, { method: r.method, path: pathOf(r.url), headers: lower(r.headers), body: r.text }, clock.now),
  },
  'kontent-ai': {
    verify: (r) => require('@kontent-ai/webhook-helper').signatureHelper.isValidSignatureFromString(r.text, r.secret, r.headers['x-kontent-ai-signature']),
    sign: (r) => ({ 'X-Kontent-ai-Signature': require('@kontent-ai/webhook-helper').signatureHelper.getHashFromString(r.text, r.secret) }),
  },
  getstream: { verify: (r) => new (require('stream-chat').StreamChat)('key', r.secret).verifyWebhook(r.body, r.headers['x-signature']) },
  square: { verify: (r) => require('square').WebhooksHelper.verifySignature({ requestBody: r.text, signatureHeader: r.headers['x-square-hmacsha256-signature'], signatureKey: r.secret, notificationUrl: r.params.notificationUrl }) },
  webflow: { verify: (r) => new (require('webflow-api').WebflowClient)({ accessToken: 'x' }).webhooks.verifySignature({ headers: lower(r.headers), body: r.text, secret: r.secret }) },
  'dropbox-sign': {
    verify: (r) => {
      const sign = require('@dropbox/sign');
      return sign.EventCallbackHelper.isValid(r.secret, sign.EventCallbackRequest.init(JSON.parse(r.text)));
    },
  },
  'coinbase-commerce': { verify: (r) => accepts(async () => void await require('coinbase-commerce-node').Webhook.verifySigHeader(r.text, r.headers['x-cc-webhook-signature'], r.secret)) },
  gocardless: { verify: (r) => accepts(async () => void await require('gocardless-nodejs/webhooks').verifySignature(r.body, r.secret, r.headers['webhook-signature'])) },
  box: {
    verify: (r) => require('box-node-sdk').validateWebhookMessage(r.text, lower(r.headers), r.secret, r.params.secondary),
  },
  'modern-treasury': { verify: (r) => new (require('modern-treasury').default)({ apiKey: 'x', organizationID: 'y' }).webhooks.validateSignature(r.text, r.headers['x-signature'], { key: r.secret }) },
  orb: { verify: (r) => accepts(async () => void await new (require('orb-billing').default)({ apiKey: 'x' }).webhooks.verifySignature(r.text, r.headers, r.secret)) },
  sentry: tern('sentry'),
  grafana: tern('grafana'),
  doppler: tern('doppler'),
  woocommerce: tern('woocommerce'),
  'lemon-squeezy': tern('lemonsqueezy'),
  shopify: tern('shopify'),
  'telegram-login-widget': {
    verify: (r) => accepts(async () => {
      const { AuthDataValidator } = require('@telegram-auth/server');
      return void await new AuthDataValidator({ botToken: r.secret, inValidateDataAfter: 86400 }).validate(new Map(new URL(r.url).searchParams));
    }),
  },
  'telegram-webapp-initdata': {
    verify: (r) => accepts(async () => {
      const { AuthDataValidator } = require('@telegram-auth/server');
      return void await new AuthDataValidator({ botToken: r.secret, inValidateDataAfter: 86400 }).validate(new Map(new URL(r.url).searchParams));
    }),
  },
  'aws-sigv4': {
    sign: (r) => {
      const u = new URL(r.url);
      const signed = require('aws4').sign({ method: r.method, host: u.host, path: u.pathname + u.search, service: r.params.service, region: r.params.region, headers: { ...r.given }, body: r.text || undefined, signQuery: r.params.query }, { accessKeyId: r.params.accessKeyId, secretAccessKey: r.secret, sessionToken: r.params.sessionToken });
      return r.params.query ? { url: u.origin + signed.path } : signed.headers;
    },
    // It only signs: what it makes of the request without the signature must be the signature.
    verify: (r) => {
      const u = new URL(r.url);
      const query = u.searchParams.has('X-Amz-Signature');
      const found = query ? u.searchParams.get('X-Amz-Signature') : /Signature=(.*)$/.exec(r.headers.authorization)[1];
      const { authorization, 'content-length': length, ...headers } = r.headers;
      const kept = u.search.slice(1).split('&').filter((pair) => pair && !pair.startsWith('X-Amz-Signature=')).join('&');
      const path = u.pathname + (kept ? '?' + kept : '');
      const signed = require('aws4').sign({ method: r.method, host: u.host, path, service: r.params.service, region: r.params.region, headers, body: r.text || undefined, signQuery: query, extraHeadersToIgnore: { 'content-length': true, ...(query ? { 'content-type': true, 'x-amz-date': true } : {}) } }, { accessKeyId: r.params.accessKeyId, secretAccessKey: r.secret });
      return found === (query ? new URL(u.origin + signed.path).searchParams.get('X-Amz-Signature') : /Signature=(.*)$/.exec(signed.headers.Authorization ?? signed.headers.authorization)[1]);
    },
  },
  hawk: {
    sign: (r) => {
      const { header } = require('hawk').client.header(r.url, r.method, { credentials: { id: r.params.id, key: r.secret, algorithm: 'sha256' }, payload: r.text, contentType: r.type || undefined, ext: r.params.ext, app: r.params.app, dlg: r.params.dlg, timestamp: seconds(), nonce: r.params.nonce });
      return { Authorization: header };
    },
    verify: (r) => accepts(async () => {
      const u = new URL(r.url);
      const request = { method: r.method, url: u.pathname + u.search, headers: { ...lower(r.headers), host: u.host } };
      const credentials = (id) => (id === r.params.id ? { id, key: r.secret, algorithm: 'sha256' } : null);
      if (u.searchParams.has('bewit')) return void await require('hawk').uri.authenticate(request, credentials, { port: u.port || (u.protocol === 'https:' ? 443 : 80) });
      return void await require('hawk').server.authenticate(request, credentials, { payload: r.text || undefined, port: u.port || (u.protocol === 'https:' ? 443 : 80) });
    }),
  },
  'hawk-bewit': {
    verify: (r) => vendors.hawk.verify(r),
    sign: (r) => {
      const bewit = require('hawk').uri.getBewit(r.url, { credentials: { id: r.params.id, key: r.secret, algorithm: 'sha256' }, ttlSec: 300, ext: r.params.ext });
      return { url: r.url + (r.url.includes('?') ? '&' : '?') + 'bewit=' + bewit };
    },
  },
  oauth1: {
    sign: (r) => {
      const { oauth, token, data } = oauth1(r);
      const signed = oauth.authorize({ url: r.url, method: r.method, data }, token);
      if (r.params.place !== 'query') return oauth.toHeader(signed);
      const own = Object.entries(signed).filter(([name]) => name.startsWith('oauth_'));
      return { url: r.url + (r.url.includes('?') ? '&' : '?') + own.map(([name, value]) => `${name}=${oauth.percentEncode(value)}`).join('&') };
    },
    // It only signs: the signature that it makes of the request must be the one that is there.
    verify: (r) => {
      const { oauth, token, data } = oauth1(r);
      const own = Object.fromEntries([...r.headers.authorization.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name, value]) => [name, decodeURIComponent(value)]));
      const { oauth_signature: found, ...others } = own;
      return found === oauth.getSignature({ url: r.url, method: r.method, data: others.oauth_body_hash ? {} : data }, token?.secret, others);
    },
  },
  rfc9421: {
    sign: async (r) => {
      const { httpbis, createSigner } = require('http-message-signatures');
      const key = createSigner(Buffer.from(r.secret, 'base64'), 'hmac-sha256', r.params.keyId);
      const message = await httpbis.signMessage({ key, fields: r.params.fields, params: ['created', 'keyid', 'alg'], paramValues: { created: new Date() } }, { method: r.method, url: r.url, headers: r.given, body: r.text });
      return message.headers;
    },
    verify: (r) => accepts(async () => {
      const { httpbis, createVerifier } = require('http-message-signatures');
      return httpbis.verifyMessage({ async keyLookup(params) { return params.keyid === r.params.keyId ? { id: params.keyid, algs: ['hmac-sha256'], verify: createVerifier(Buffer.from(r.secret, 'base64'), 'hmac-sha256') } : null; } }, { method: r.method, url: r.url, headers: r.headers });
    }),
  },
};

const answer = async (line) => {
  const r = JSON.parse(line);
  if (r.op === 'list') return { verify: Object.keys(vendors).filter((v) => vendors[v].verify), sign: Object.keys(vendors).filter((v) => vendors[v].sign) };
  clock.now = r.now;
  r.given = r.headers ?? {};
  r.headers = lower(r.given);
  r.params ??= {};
  r.body = Buffer.from(r.bodyBase64 ?? '', 'base64');
  r.text = r.body.toString('utf8');
  r.type = r.headers['content-type'] ?? '';
  const vendor = vendors[r.vendor];
  if (r.op === 'verify') return { ok: (await vendor.verify(r)) === true };
  const signed = await vendor.sign(r);
  const { url = r.url, body, ...headers } = signed;
  return { url, headers: { ...r.given, ...headers }, bodyBase64: body === undefined ? r.bodyBase64 : Buffer.from(body).toString('base64') };
};

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    let result;
    try { result = await answer(line); } catch (error) { result = { error: String(error?.stack ?? error) }; }
    process.stdout.write(JSON.stringify(result) + '\n');
  }
})();
