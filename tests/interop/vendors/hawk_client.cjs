// npm hawk's client against a server that listens. Reads a JSON line a request from standard input and answers a line each:
//   {"url","signed","method","body","id","secret","algorithm","timestamp","sendsNoHeader"} -> {"status":401,"headers":{...},"ok":true|false,"why":...}
// `signed` is the URL by which clients know the server. `ok` is what the client makes of the answer: its clock hint, its signature and its body.
'use strict';
const { createInterface } = require('node:readline');
const http = require('node:http');
const hawk = require('hawk');

const send = (r, headers) => new Promise((resolve, reject) => {
  const request = http.request(r.url, { method: r.method, headers, agent: false }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('end', () => resolve({ response, body: Buffer.concat(chunks).toString('utf8') }));
  });
  request.on('error', reject);
  request.end(r.body);
});

const answer = async (line) => {
  const r = JSON.parse(line);
  const credentials = { id: r.id, key: r.secret, algorithm: r.algorithm };
  const contentType = 'application/json';
  const { header, artifacts } = hawk.client.header(r.signed, r.method, { credentials, payload: r.body || undefined, contentType, timestamp: r.timestamp });
  const { response, body } = await send(r, { 'Content-Type': contentType, ...(r.sendsNoHeader ? {} : { Authorization: header }) });
  const result = { status: response.statusCode, headers: response.headers };
  try {
    hawk.client.authenticate(response, credentials, artifacts, { payload: body, required: response.statusCode === 200 });
    return { ...result, ok: true };
  } catch (error) {
    return { ...result, ok: false, why: error.message };
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
