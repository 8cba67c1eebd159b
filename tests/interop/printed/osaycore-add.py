# Conceptual Python code in your backend for a refund or bonus
import requests
import hashlib
import hmac
import time
import json
OSAYCORE_API_KEY = "YOUR_APP_API_KEY"
OSAYCORE_SECRET_KEY = "YOUR_APP_SECRET_KEY"
OSAYCORE_BASE_URL = "https://api.osaycore.com/api"
def generate_hmac_signature(secret_key, timestamp, payload):
    message = f"{timestamp}.{payload}".encode('utf-8')
    signature = hmac.new(secret_key.encode('utf-8'), message, hashlib.sha256).hexdigest()
    return signature
def add_user_credits_api(user_id, amount, reason, transaction_type="BONUS", payment_id=None):
    endpoint = f"{OSAYCORE_BASE_URL}/credits/add-credits"
    timestamp = str(int(time.time()))
    payload_data = {
        "user_id": str(user_id),
        "amount": amount,
        "description": reason,
        "transaction_type": transaction_type
    }
    if payment_id:
        payload_data["payment_id"] = str(payment_id)
    payload = json.dumps(payload_data)
    signature = generate_hmac_signature(OSAYCORE_SECRET_KEY, timestamp, payload)
    headers = {
        'Content-Type': 'application/json',
        'X-OSAYCORE-API-KEY': OSAYCORE_API_KEY,
        'X-OSAYCORE-TIMESTAMP': timestamp,
        'X-OSAYCORE-SIGNATURE': signature
    }
    try:
        response = requests.post(endpoint, headers=headers, data=payload)
        response.raise_for_status()
        return response.json()
    except requests.exceptions.RequestException as e:
        print(f"Error adding credits: {e}")
        return {"success": False, "error": str(e)}
