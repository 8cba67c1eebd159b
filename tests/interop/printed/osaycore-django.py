# settings.py
import os
import hashlib
import hmac
import time
import json
OSAYCORE_API_KEY = os.environ.get('OSAYCORE_API_KEY', 'YOUR_APP_API_KEY')
OSAYCORE_SECRET_KEY = os.environ.get('OSAYCORE_SECRET_KEY', 'YOUR_APP_SECRET_KEY')
OSAYCORE_BASE_URL = 'https://api.osaycore.com/api'
def generate_osaycore_hmac_headers(api_key, secret_key, method, endpoint_path, payload=None):
    timestamp = str(int(time.time()))
    if payload:
        if isinstance(payload, dict):
            payload_str = json.dumps(payload, separators=(',', ':'))
        else:
            payload_str = payload
    else:
        payload_str = ""
    message = f"{timestamp}.{payload_str}".encode('utf-8')
    signature = hmac.new(secret_key.encode('utf-8'), message, hashlib.sha256).hexdigest()
    headers = {
        'X-OSAYCORE-API-KEY': api_key,
        'X-OSAYCORE-TIMESTAMP': timestamp,
        'X-OSAYCORE-SIGNATURE': signature
    }
    if payload:
        headers['Content-Type'] = 'application/json'
    return headers
