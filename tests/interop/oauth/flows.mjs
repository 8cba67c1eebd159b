// The integration guide's three flows through openid-client, which isn't ours: node flows.mjs http://127.0.0.1:5080
import * as client from 'openid-client';

const base = process.argv[2];
const redirect_uri = 'http://127.0.0.1/callback';
const insecure = { execute: [client.allowInsecureRequests] };
const say = (name, result) => console.log(name, result);
const products = async token => (await fetch(`${base}/guide/products`, { headers: { Authorization: `Bearer ${token}` } })).status;
const refused = async call => { try { await call(); return 'no error'; } catch (error) { return error.error ?? error.cause?.error ?? error.code; } };

// What a browser does: shows the page, keeps its cookie, and sends the form as it is.
async function consent(url, decision = 'allow') {
  const page = await fetch(url);
  const html = await page.text();
  const form = new URLSearchParams({ decision, user: 'guide_tester' });
  const plain = text => text.replace(/&#x([0-9A-F]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16))).replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) form.set(plain(name), plain(value));
  const answer = await fetch(`${base}/oauth/authorize`, { method: 'POST', body: form, redirect: 'manual', headers: { Cookie: page.headers.get('set-cookie').split(';')[0] } });
  return new URL(answer.headers.get('location'));
}

async function begin(config, scope) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const code_challenge = await client.calculatePKCECodeChallenge(pkceCodeVerifier);
  const url = client.buildAuthorizationUrl(config, { redirect_uri, scope, code_challenge, code_challenge_method: 'S256', state: expectedState });
  return { url, checks: { pkceCodeVerifier, expectedState } };
}

const backend = await client.discovery(new URL(base), 'YOUR_CLIENT_ID', 'YOUR_CLIENT_SECRET', undefined, insecure);
const own = await client.clientCredentialsGrant(backend, { scope: 'read' });
say('client credentials', await products(own.access_token));
await client.tokenRevocation(backend, own.access_token);
say('client credentials revoked', await products(own.access_token));

const web = await begin(backend, 'read write offline_access');
const tokens = await client.authorizationCodeGrant(backend, await consent(web.url), web.checks);
say('code', await products(tokens.access_token));
const renewed = await client.refreshTokenGrant(backend, tokens.refresh_token);
say('refresh', await products(renewed.access_token));
say('refresh again', await refused(() => client.refreshTokenGrant(backend, tokens.refresh_token)));

const phone = await client.discovery(new URL(base), 'YOUR_MOBILE_CLIENT_ID', undefined, client.None(), insecure);
const app = await begin(phone, 'read');
const mobile = await client.authorizationCodeGrant(phone, await consent(app.url), app.checks);
say('public client with PKCE', await products(mobile.access_token));
const stolen = await begin(phone, 'read');
const landing = await consent(stolen.url);
say('another verifier', await refused(() => client.authorizationCodeGrant(phone, landing, { ...stolen.checks, pkceCodeVerifier: client.randomPKCECodeVerifier() })));
const denied = await begin(phone, 'read');
const no = await consent(denied.url, 'deny');
say('the user says no', await refused(() => client.authorizationCodeGrant(phone, no, denied.checks)));
