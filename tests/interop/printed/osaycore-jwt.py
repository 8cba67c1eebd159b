# Conceptual Python code in your backend after user login validation
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
def get_osaycore_user_jwt(your_internal_user_id):
    endpoint = f"{OSAYCORE_BASE_URL}/auth/generate-user-jwt"
    timestamp = str(int(time.time()))
    payload = json.dumps({"user_id": str(your_internal_user_id)})
    signature = generate_hmac_signature(OSAYCORE_SECRET_KEY, timestamp, payload)
    headers = {
        'Content-Type': 'application/json',
        'X-OSAYCORE-API-KEY': OSAYCORE_API_KEY,
        'X-OSAYCORE-TIMESTAMP': timestamp,
        'X-OSAYCORE-SIGNATURE': signature
    }
    try:
        response = requests.post(endpoint, headers=headers, data=payload)
        response.raise_for_status() # Raise an exception for HTTP errors
        return response.json().get('jwt_token')
    except requests.exceptions.RequestException as e:
        print(f"Error generating OsayCore JWT: {e}")
        print(f"Response: {response.text if 'response' in locals() else 'N/A'}")
        return None
