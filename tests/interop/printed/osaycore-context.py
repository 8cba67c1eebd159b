# Conceptual Python code in your backend
import requests
import hashlib
import hmac
import time
import json
OSAYCORE_API_KEY = "YOUR_APP_API_KEY"
OSAYCORE_SECRET_KEY = "YOUR_APP_SECRET_KEY"
OSAYCORE_BASE_URL = "https://api.osaycore.com/api"
def generate_hmac_signature(secret_key, timestamp, payload=""): # Payload can be empty for GET
    message = f"{timestamp}.{payload}".encode('utf-8')
    signature = hmac.new(secret_key.encode('utf-8'), message, hashlib.sha256).hexdigest()
    return signature
def get_user_context_api(user_jwt):
    endpoint = f"{OSAYCORE_BASE_URL}/user/context"
    timestamp = str(int(time.time()))
    # For GET requests, the payload for signature is typically an empty string
    payload = ""
    signature = generate_hmac_signature(OSAYCORE_SECRET_KEY, timestamp, payload)
    headers = {
        'Content-Type': 'application/json',
        'Authorization': `Bearer ${user_jwt}`,
        'X-OSAYCORE-API-KEY': OSAYCORE_API_KEY,
        'X-OSAYCORE-TIMESTAMP': timestamp,
        'X-OSAYCORE-SIGNATURE': signature
    }
    try:
        response = requests.get(endpoint, headers=headers)
        response.raise_for_status()
        return response.json()
    except requests.exceptions.RequestException as e:
        print(f"Error fetching user context: {e}")
        return {"success": False, "error": str(e)}
