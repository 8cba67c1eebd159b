# Conceptual Python code in your backend for an API endpoint
import requests
import hashlib
import hmac
import time
import json
import uuid # For client_reference_id
OSAYCORE_API_KEY = "YOUR_APP_API_KEY"
OSAYCORE_SECRET_KEY = "YOUR_APP_SECRET_KEY"
OSAYCORE_BASE_URL = "https://api.osaycore.com/api"
def generate_hmac_signature(secret_key, timestamp, payload):
    message = f"{timestamp}.{payload}".encode('utf-8')
    signature = hmac.new(secret_key.encode('utf-8'), message, hashlib.sha256).hexdigest()
    return signature
def deduct_user_credits_api(user_jwt, amount_to_charge, action_description):
    endpoint = f"{OSAYCORE_BASE_URL}/action/deduct-credits"
    timestamp = str(int(time.time()))
    payload_data = {
        "amount": amount_to_charge,
        "description": action_description,
        "client_reference_id": str(uuid.uuid4()) # Example: unique ID for this action
    }
    payload = json.dumps(payload_data)
    signature = generate_hmac_signature(OSAYCORE_SECRET_KEY, timestamp, payload)
    headers = {
        'Content-Type': 'application/json',
        'Authorization': `Bearer ${user_jwt}`, # User's JWT
        'X-OSAYCORE-API-KEY': OSAYCORE_API_KEY,
        'X-OSAYCORE-TIMESTAMP': timestamp,
        'X-OSAYCORE-SIGNATURE': signature
    }
    try:
        response = requests.post(endpoint, headers=headers, data=payload)
        response.raise_for_status() # Raise an exception for HTTP errors (4xx or 5xx)
        return response.json()
    except requests.exceptions.HTTPError as e:
        print(f"HTTP Error during credit deduction: {e.response.status_code} - {e.response.text}")
        return {"success": False, "error": e.response.json().get('error', 'Unknown API error')}
    except requests.exceptions.RequestException as e:
        print(f"Network/Connection Error during credit deduction: {e}")
        return {"success": False, "error": "Network or connection error"}
