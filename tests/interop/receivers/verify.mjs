// The vendors' own receivers: each line of standard input is a request and a secret; each line of output says whether the vendor's code accepts it.
import { createInterface } from 'node:readline';
import Stripe from 'stripe';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { Paddle } from '@paddle/paddle-node-sdk';

const stripe = new Stripe('sk_test_unused');
const paddle = new Paddle('unused');
const receivers = {
  'stripe': (body, headers, secret) => stripe.webhooks.constructEvent(body, headers['Stripe-Signature'], secret),
  'standard-webhooks': (body, headers, secret) => new StandardWebhook(secret).verify(body, headers),
  'svix': (body, headers, secret) => new SvixWebhook(secret).verify(body, headers),
  'paddle': async (body, headers, secret) => {
    if (!await paddle.webhooks.isSignatureValid(body, secret, headers['Paddle-Signature'])) {
      throw new Error('refused');
    }
  },
};

// The receivers look at the clock by Date.now() and by new Date().
const RealDate = Date;
let now = 0;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now] : given));
  }

  static now() {
    return now;
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, scheme, secret, bodyBase64, headers, now: time } = JSON.parse(line);
  now = time;
  let accepted = true;
  let reason = '';
  try {
    await receivers[scheme](Buffer.from(bodyBase64, 'base64').toString(), headers, secret);
  } catch (error) {
    accepted = false;
    reason = error.message;
  }

  console.log(JSON.stringify({ id, accepted, reason }));
}
