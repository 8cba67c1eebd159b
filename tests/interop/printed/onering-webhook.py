import requests

API_KEY = "osk_your_secret_here"

response = requests.post(
    "https://api.onering.com/v1/external/webhooks",
    json={
        "url": "https://your-domain.com/webhooks/onering",
        "events": [
            "draft.published",
            "draft.edited",
            "enforcement.failed",
        ],
    },
    headers={
        "Authorization": f"Bearer {API_KEY}",
        "Content-Type": "application/json",
    }
)

webhook = response.json()
# {
#   "id": "wh_xyz123",
#   "url": "https://your-domain.com/webhooks/onering",
#   "secret": "whsec_abc123...",  ← Store this securely!
#   "events": ["draft.published", "draft.edited", "enforcement.failed"],
#   "created_at": "2025-12-27T10:00:00Z",
#   "last_delivered_at": null
# }
