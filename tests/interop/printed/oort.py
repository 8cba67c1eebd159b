import hmac
import hashlib
import time
import json
import requests

def generate_signature(api_secret: str, body_bytes: bytes, timestamp: str, query_params: dict = None) -> str:
    if query_params:
        # Sort keys and compact JSON
        sorted_params = dict(sorted(query_params.items()))
        query_string = json.dumps(sorted_params, separators=(',', ':'))
        message = query_string.encode('utf-8') + body_bytes + timestamp.encode('utf-8')
    else:
        message = body_bytes + timestamp.encode('utf-8')
    
    return hmac.new(
        api_secret.encode('utf-8'),
        message,
        hashlib.sha256
    ).hexdigest()

# Example Usage
api_key = "your_api_key"
api_secret = "your_api_secret"
timestamp = str(int(time.time()))
url = "http://datahub.example.com/api/plugin/create_task"
body = {"subtask_id": "subtask_001", "config": {"keyword": "test"}}
body_bytes = json.dumps(body).encode('utf-8')

signature = generate_signature(api_secret, body_bytes, timestamp)

headers = {
    "Content-Type": "application/json",
    "D-API-KEY": api_key,
    "D-TIMESTAMP": timestamp,
    "D-SIGNATURE": signature
}

response = requests.post(url, json=body, headers=headers)
