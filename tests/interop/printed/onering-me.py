import requests

API_KEY = "osk_your_secret_here"
BASE_URL = "https://api.onering.com"

response = requests.get(
    f"{BASE_URL}/v1/external/me",
    headers={
        "Authorization": f"Bearer {API_KEY}",
        "Content-Type": "application/json",
    }
)

print(response.json())
# {
#   "key_id": "osk_abc123",
#   "owner_user_id": "user_xyz",
#   "scopes": ["read:rings", "read:drafts"],
#   "rate_limit_tier": "pro",
#   "canary_enabled": false
# }

print(response.headers["X-RateLimit-Limit"])  # 1000
print(response.headers["X-RateLimit-Remaining"])  # 999
print(response.headers["X-RateLimit-Reset"])  # Unix timestamp
