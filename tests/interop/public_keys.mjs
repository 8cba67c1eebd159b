// Node's own cryptography as signer and verifier of webhooks with a pair of keys. Reads a JSON line a request and answers a line each:
//   {"op":"verify","vendor","key","timestamp","bodyBase64","signature"} -> {"ok":true|false}
//   {"op":"sign","vendor","key","timestamp","bodyBase64"}               -> {"signature":"..."}
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { createInterface } from 'node:readline';

const der = (prefix, key) => Buffer.concat([Buffer.from(prefix, 'hex'), key]);
const vendors = {
  discord: {
    digest: null,
    encoding: 'hex',
    known: (key) => createPublicKey({ key: der('302a300506032b6570032100', Buffer.from(key, 'hex')), format: 'der', type: 'spki' }),
    secret: (key) => createPrivateKey({ key: der('302e020100300506032b657004220420', Buffer.from(key, 'hex').subarray(0, 32)), format: 'der', type: 'pkcs8' }),
  },
  sendgrid: {
    digest: 'sha256',
    encoding: 'base64',
    known: (key) => createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }),
    secret: (key) => createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' }),
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const r = JSON.parse(line);
  const vendor = vendors[r.vendor];
  const message = Buffer.concat([Buffer.from(r.timestamp), Buffer.from(r.bodyBase64, 'base64')]);
  const answer = r.op === 'verify'
    ? { ok: verify(vendor.digest, message, vendor.known(r.key), Buffer.from(r.signature, vendor.encoding)) }
    : { signature: sign(vendor.digest, message, vendor.secret(r.key)).toString(vendor.encoding) };
  process.stdout.write(JSON.stringify(answer) + '\n');
}
