// Signs and verifies HS256 tokens with nothing but Node's crypto.
// node tokens.js sign HEXSECRET KID CLAIMS-JSON    prints the token
// node tokens.js verify HEXSECRET TOKEN            prints header and claims as a JSON array, or exits with 1
const { createHmac, timingSafeEqual } = require('node:crypto');

const [command, secret, ...rest] = process.argv.slice(2);
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
const tag = (text) => createHmac('sha256', Buffer.from(secret, 'hex')).update(text).digest();

if (command === 'sign') {
  const [kid, claims] = rest;
  const parts = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${encode(JSON.parse(claims))}`;
  console.log(`${parts}.${tag(parts).toString('base64url')}`);
} else {
  const [header, payload, signature] = rest[0].split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = tag(`${header}.${payload}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    process.exit(1);
  }
  console.log(JSON.stringify([decode(header), decode(payload)]));
}
