// Libraries of vendors that call APIs or make links, for vendors.cjs. Where one only signs, it verifies by signing again: what it makes of the same values must be the signature that is there.
'use strict';
const { createHash } = require('node:crypto');
const { clock, lower, inside, form } = require('./clock.cjs');

const seconds = () => Math.floor(clock.now / 1000);
const wholeSeconds = () => new Date().toISOString().replace(/\.\d+/, '');
const parts = (r) => {
  const url = new URL(r.url);
  return { url, query: Object.fromEntries(url.searchParams) };
};
const pick = (headers, names) => Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name.toLowerCase())));

// One whose signature, made of what `given` takes from the request, is in one header.
const byHeader = (name, given, sign) => ({
  sign: (r) => sign(r, {}),
  verify: async (r) => {
    const signed = lower(await sign(r, pick(r.headers, given)));
    return r.headers[name] !== undefined && r.headers[name] === signed[name];
  },
});

// One that makes the whole link.
const byLink = (sign) => ({
  sign: async (r) => ({ url: await sign(r, r.url) }),
  verify: async (r) => r.url === await sign(r, r.params.unsigned),
});

const escher = (r) => new (require('escher-auth'))({
  accessKeyId: 'key-1', apiSecret: r.secret, credentialScope: 'eu/suite/ems_request', vendorKey: 'EMS', algoPrefix: 'EMS', authHeaderName: 'X-EMS-Auth', dateHeaderName: 'X-EMS-Date',
});

const pusher = (r, params) => {
  const { url } = parts(r);
  const { token } = new (require('pusher'))({ appId: '3', key: 'key-1', secret: r.secret }).config;
  return inside('pusher', 'lib/requests.js').createSignedQueryString(token, { method: r.method, path: url.pathname, body: r.text || undefined, params });
};

const adyen = () => new (require('@adyen/api-library').hmacValidator)();

module.exports = {
  'adyen-notification': {
    verify: (r) => JSON.parse(r.text).notificationItems.every((item) => adyen().validateHMAC(item.NotificationRequestItem, r.secret)),
    sign: (r) => {
      const body = JSON.parse(r.text);
      for (const { NotificationRequestItem: item } of body.notificationItems) item.additionalData = { ...item.additionalData, hmacSignature: adyen().calculateHmac(item, r.secret) };
      return { body: JSON.stringify(body) };
    },
  },
  'adyen-platform-webhook': {
    verify: (r) => adyen().validateHMACSignature(r.secret, r.headers.hmacsignature, r.text),
    sign: (r) => ({ HmacSignature: adyen().calculateHmac(r.text, r.secret) }),
  },
  'akamai-edgegrid': byHeader('authorization', ['authorization'], (r, given) => {
    const { url } = parts(r);
    const [, timestamp, nonce] = /timestamp=([^;]*);nonce=([^;]*);/.exec(given.authorization ?? '') ?? [];
    const request = { path: url.pathname + url.search, method: r.method, headers: {}, body: r.text };
    const signed = inside('akamai-edgegrid', 'src/auth.js').generateAuth(request, 'client-1', r.secret, 'key-1', url.origin, 131072, nonce, timestamp);
    return { Authorization: signed.headers.Authorization };
  }),
  'alibaba-acs3': byHeader('authorization', ['x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce'], (r, given) => {
    const { default: util } = require('@alicloud/openapi-util');
    const { Request } = require('@alicloud/tea-typescript');
    const { url, query } = parts(r);
    const hash = createHash('sha256').update(r.body).digest('hex');
    const headers = { host: url.host, ...pick(r.headers, ['x-acs-action', 'x-acs-version']), 'x-acs-date': wholeSeconds(), 'x-acs-signature-nonce': 'n0nce1', ...given, 'x-acs-content-sha256': hash };
    const request = Object.assign(new Request(), { method: r.method, pathname: url.pathname, query, headers });
    return { ...headers, Authorization: util.getAuthorization(request, 'ACS3-HMAC-SHA256', hash, 'key-1', r.secret) };
  }),
  'aws-sdk': byHeader('authorization', ['x-amz-date', 'content-type'], async (r, given) => {
    const { SignatureV4 } = require('@smithy/signature-v4');
    const { Sha256 } = require('@aws-crypto/sha256-js');
    const { url, query } = parts(r);
    const signer = new SignatureV4({ credentials: { accessKeyId: 'key-1', secretAccessKey: r.secret }, region: 'eu-1', service: 'thing', sha256: Sha256, applyChecksum: false });
    const request = { method: r.method, protocol: url.protocol, hostname: url.hostname, path: url.pathname, query, headers: { host: url.host, ...given }, body: r.text || undefined };
    const { headers } = await signer.sign(request, { signingDate: new Date() });
    return headers;
  }),
  'baidu-bce-v1': byHeader('authorization', ['authorization'], (r, given) => {
    const { Auth } = require('@baiducloud/sdk');
    const { url, query } = parts(r);
    const [, , , life, list] = (given.authorization ?? `////host`).split('/');
    const signed = list.split(';').map((name) => [name, name === 'host' ? url.host : r.headers[name]]);
    return { Authorization: new Auth('key-1', r.secret).generateAuthorization(r.method, url.pathname, query, Object.fromEntries(signed), seconds(), Number(life || 1800), list.split(';')) };
  }),
  'cavage-http-signature': {
    verify: async (r) => {
      const signature = require('http-signature');
      const { url } = parts(r);
      try {
        const parsed = signature.parseRequest({ method: r.method, url: url.pathname + url.search, httpVersion: '1.1', headers: r.headers }, { headers: r.params.headers });
        return signature.verifyHMAC(parsed, r.secret);
      } catch { return false; }
    },
    sign: (r) => {
      const { url } = parts(r);
      const headers = { host: url.host, date: new Date().toUTCString(), digest: `SHA-256=${createHash('sha256').update(r.body).digest('base64')}` };
      const request = { method: r.method, path: url.pathname + url.search, getHeader: (name) => headers[name.toLowerCase()], setHeader: (name, value) => { headers[name] = value; } };
      require('http-signature').sign(request, { key: r.secret, keyId: 'key-1', algorithm: 'hmac-sha256', headers: r.params.headers });
      return headers;
    },
  },
  'duo-v5': byHeader('authorization', ['date'], (r, given) => {
    const { url, query } = parts(r);
    const date = given.date ?? new Date().toUTCString();
    return { Date: date, Authorization: inside('@duosecurity/duo_api', 'lib/duo_sig.js').signV5('key-1', r.secret, r.method, url.host, url.pathname, query, date, r.text) };
  }),
  escher: {
    verify: (r) => {
      const { url } = parts(r);
      try { return escher(r).authenticate({ method: r.method, url: url.pathname + url.search, headers: [['host', url.host]], body: r.text }, (id) => (id === 'key-1' ? r.secret : undefined)) === 'key-1'; } catch { return false; }
    },
    sign: (r) => {
      const { url } = parts(r);
      const signed = escher(r).signRequest({ method: r.method, url: url.pathname + url.search, headers: [['host', url.host]], body: r.text }, r.text, []);
      return Object.fromEntries(signed.headers.filter(([name]) => name.toLowerCase() !== 'host'));
    },
  },
  'imagekit-signed-url': byLink((r, url) => {
    const link = new URL(url);
    const end = new URL(r.url).searchParams.get('ik-t');
    const kit = new (require('imagekit'))({ publicKey: 'a', privateKey: r.secret, urlEndpoint: 'https://ik.imagekit.io/demo/' });
    return kit.url({ path: link.pathname.slice('/demo'.length), signed: true, expireSeconds: end === null ? 300 : Number(end) - seconds() });
  }),
  imgproxy: byLink((r) => require('@imgproxy/imgproxy-node').generateImageUrl({
    endpoint: 'https://img.example.com', key: r.secret, salt: '68656C6C6F', url: 'https://example.com/a b/café.jpg', options: { resizing_type: 'fill', width: 300, height: 400, gravity: { type: 'sm' } },
  })),
  minio: byLink(async (r, url) => {
    const { Client } = require('minio');
    const link = new URL(url);
    const client = new Client({ endPoint: link.hostname, useSSL: true, accessKey: 'key-1', secretKey: r.secret, region: 'eu-1' });
    const [, bucket, ...key] = decodeURIComponent(link.pathname).split('/');
    return client.presignedUrl(r.method, bucket, key.join('/'), 300, Object.fromEntries(link.searchParams), new Date());
  }),
  'pusher-rest': {
    sign: (r) => { const { url, query } = parts(r); return { url: new URL(`${url.origin}${url.pathname}?${pusher(r, query)}`).href }; },
    verify: (r) => {
      const { query: { auth_key, auth_timestamp, auth_version, auth_signature, body_md5, ...others } } = parts(r);
      return auth_signature === new URLSearchParams(pusher(r, others)).get('auth_signature');
    },
  },
  'tencent-tc3': byHeader('authorization', [], (r) => {
    const Sign = inside('tencentcloud-sdk-nodejs-common', 'tencentcloud/common/sign.js').default;
    const Authorization = Sign.sign3({
      method: r.method, url: r.url, payload: r.text ? JSON.parse(r.text) : '', timestamp: seconds(), service: 'cvm', secretId: 'key-1', secretKey: r.secret, multipart: false, boundary: '', headers: { 'Content-Type': r.type },
    });
    return { 'X-TC-Timestamp': String(seconds()), Authorization };
  }),
  thumbor: byLink((r, url) => {
    const link = new URL(url);
    return new (require('thumbor-url-builder'))(r.secret, link.origin).setImagePath(link.pathname.replace('/300x200/smart/', '')).resize(300, 200).smartCrop(true).buildUrl();
  }),
  transloadit: {
    sign: async (r) => ({ body: new URLSearchParams({ ...form(r.text), signature: await (await import('@transloadit/utils')).signParams(form(r.text).params, r.secret) }).toString() }),
    verify: async (r) => form(r.text).signature === await (await import('@transloadit/utils')).signParams(form(r.text).params, r.secret),
  },
  volcengine: byHeader('authorization', [], (r) => {
    const { Signer } = require('@volcengine/openapi');
    const { url, query } = parts(r);
    const request = { region: 'cn-north-1', method: r.method, params: query, pathname: url.pathname, headers: { Host: url.host }, body: r.text };
    new Signer(request, 'iam').addAuthorization({ accessKeyId: 'key-1', secretKey: r.secret }, new Date());
    const { Host, ...headers } = request.headers;
    return headers;
  }),
};
