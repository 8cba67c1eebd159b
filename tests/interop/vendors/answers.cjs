// Libraries that sign and verify answers. Reads a JSON line a question from standard input and answers a line each:
//   {"op":"sign",   "library","secret","keyId","algorithm","now","request":{"method","url","headers","bodyBase64"},"answer":{"status","headers","bodyBase64"},"ext"} -> {"headers":{...}}
//   {"op":"hint",   same, without an answer: a request out of its time}                                                                                -> {"headers":{...}}
//   {"op":"verify", same, with the nonce, time and values of the client in "asked"}                                                                   -> {"ok":true|false,"why":...}
// `now` is milliseconds since 1970; the clock of the process stands there. Nothing here talks to a network.
'use strict';
const { createHash } = require('node:crypto');
const { createInterface } = require('node:readline');

const { clock, lower } = require('./clock.cjs');

const credentials = (r) => ({ id: r.keyId, key: r.secret, algorithm: r.algorithm });
const portOf = (url) => Number(url.port || (url.protocol === 'https:' ? 443 : 80));

const libraries = {
  hawk: {
    // The server: it has to take the request before there is anything to answer.
    sign: async (r) => {
      const hawk = require('hawk');
      const url = new URL(r.request.url);
      const request = { method: r.request.method, url: url.pathname + url.search, headers: { ...lower(r.request.headers), host: url.host } };
      const { artifacts } = await hawk.server.authenticate(request, (id) => (id === r.keyId ? credentials(r) : null), { payload: r.request.text || undefined, port: portOf(url) });
      return { 'Server-Authorization': hawk.server.header(credentials(r), artifacts, { payload: r.answer.text || undefined, contentType: r.answer.headers['content-type'], ext: r.ext }) };
    },
    hint: async (r) => {
      try {
        await libraries.hawk.sign(r);
        return {};
      } catch (error) {
        return error.output.headers;
      }
    },
    // The client: it still knows what it has sent.
    verify: (r) => {
      const hawk = require('hawk');
      const { artifacts } = hawk.client.header(r.request.url, r.request.method, { credentials: credentials(r), ...r.asked });
      hawk.client.authenticate({ headers: r.answer.headers }, credentials(r), artifacts, { payload: r.answer.text || undefined, required: !('www-authenticate' in r.answer.headers) });
    },
  },
  'http-message-signatures': {
    // The request is verified first, and the answer is signed over what "fields" says, with the digest of its body.
    sign: async (r) => {
      const { httpbis, createSigner } = require('http-message-signatures');
      if (!await httpbis.verifyMessage(lookup(r), toMessage(r.request))) throw new Error('The request is not taken.');
      const digest = `sha-256=:${createHash('sha256').update(r.answer.body).digest('base64')}:`;
      const key = createSigner(Buffer.from(r.secret, 'base64'), 'hmac-sha256', r.keyId);
      const answer = { status: r.answer.status, headers: r.answer.body.length > 0 ? { ...r.answer.headers, 'content-digest': digest } : r.answer.headers };
      const signed = await httpbis.signMessage({ key, name: 'server', fields: r.fields, params: ['created', 'keyid', 'alg', 'nonce'], paramValues: { created: new Date(), nonce: 'of-the-answer' } }, answer, toMessage(r.request));
      return signed.headers;
    },
    verify: async (r) => {
      const { httpbis } = require('http-message-signatures');
      if (await httpbis.verifyMessage(lookup(r), r.answer, toMessage(r.request)) !== true) throw new Error('The answer is not taken.');
    },
  },
};

const toMessage = (request) => ({ method: request.method, url: request.url, headers: request.headers });

const lookup = (r) => ({
  async keyLookup(params) {
    const { createVerifier } = require('http-message-signatures');
    return params.keyid === r.keyId ? { id: params.keyid, algs: ['hmac-sha256'], verify: createVerifier(Buffer.from(r.secret, 'base64'), 'hmac-sha256') } : null;
  },
});

const message = (m) => {
  const body = Buffer.from(m.bodyBase64 ?? '', 'base64');
  return { ...m, body, text: body.toString('utf8') };
};

const answer = async (line) => {
  const r = JSON.parse(line);
  clock.now = r.now;
  r.request = message(r.request);
  r.answer = message({ ...r.answer, headers: lower(r.answer.headers) });
  const library = libraries[r.library];
  if (r.op === 'hint') return { headers: await library.hint(r) };
  if (r.op === 'sign') return { headers: await library.sign(r) };
  try {
    await library.verify(r);
    return { ok: true };
  } catch (error) {
    return { ok: false, why: error.message };
  }
};

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    let result;
    try { result = await answer(line); } catch (error) { result = { error: String(error?.stack ?? error) }; }
    process.stdout.write(JSON.stringify(result) + '\n');
  }
})();
