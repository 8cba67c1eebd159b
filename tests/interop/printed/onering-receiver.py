import hmac
import hashlib
import json

WEBHOOK_SECRET = "whsec_your_secret_here"

def verify_webhook(request_body: bytes, headers: dict) -> bool:
    """Verify OneRing webhook signature."""
    signature_header = headers.get("X-Webhook-Signature")
    timestamp = int(headers.get("X-Webhook-Timestamp", 0))
    event_id = headers.get("X-Webhook-Event-ID")
    
    if not all([signature_header, timestamp, event_id]):
        return False
    
    # Reconstruct signed content
    signed = f"{timestamp}.{event_id}.".encode() + request_body
    expected = hmac.new(
        WEBHOOK_SECRET.encode(),
        signed,
        hashlib.sha256
    ).hexdigest()
    
    # Extract provided signature from header
    provided = None
    for part in signature_header.split(','):
        if part.strip().startswith('v1='):
            provided = part.strip().split('=')[1]
            break
    
    if not provided:
        return False
    
    # Compare (timing-safe)
    return hmac.compare_digest(provided, expected)


# Flask/FastAPI example
from flask import request, jsonify

@app.route("/webhooks/onering", methods=["POST"])
def handle_webhook():
    body = request.get_data()
    
    if not verify_webhook(body, request.headers):
        return jsonify({"error": "Invalid signature"}), 401
    
    event = request.json
    
    # Handle event
    if event["eventType"] == "draft.published":
        print(f"Draft published: {event['data']['draftId']}")
        # Process event...
    
    return jsonify({"status": "ok"}), 200
