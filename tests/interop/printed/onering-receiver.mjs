import crypto from 'crypto';

const WEBHOOK_SECRET = "whsec_your_secret_here";

function verifyWebhook(body, headers) {
  const signature = headers['x-webhook-signature'];
  const timestamp = headers['x-webhook-timestamp'];
  const eventId = headers['x-webhook-event-id'];
  
  if (!signature || !timestamp || !eventId) {
    return false;
  }
  
  // Reconstruct signed content
  const signed = `${timestamp}.${eventId}.` + body;
  const expected = crypto
    .createHmac('sha256', WEBHOOK_SECRET)
    .update(signed)
    .digest('hex');
  
  // Extract provided signature
  const match = signature.match(/v1=([a-f0-9]+)/);
  const provided = match ? match[1] : null;
  
  if (!provided) {
    return false;
  }
  
  // Compare
  return crypto.timingSafeEqual(
    Buffer.from(expected),
    Buffer.from(provided)
  );
}

// Express.js example
app.post('/webhooks/onering', express.raw({ type: 'application/json' }), (req, res) => {
  if (!verifyWebhook(req.body, req.headers)) {
    return res.status(401).json({ error: 'Invalid signature' });
  }
  
  const event = JSON.parse(req.body);
  
  // Handle event
  if (event.eventType === 'draft.published') {
    console.log(`Draft published: ${event.data.draftId}`);
    // Process event...
  }
  
  res.json({ status: 'ok' });
});
