import hashlib
import hmac
import time
import json
import requests
from typing import Optional, Dict, Any

class TradingAPIClient:
    def __init__(self, api_key: str, secret: str, base_url: str = "https://partner-api.the-one.io"):
        self.api_key = api_key
        self.secret = secret
        self.base_url = base_url
    
    def _generate_signature(
        self,
        method: str,
        path: str,
        timestamp: int,
        nonce: str,
        body: str = ""
    ) -> str:
        """Generate HMAC-SHA256 signature."""
        # Calculate body hash
        body_hash = hashlib.sha256(body.encode('utf-8')).hexdigest()
        
        # Create canonical string
        canonical = f"{method.upper()}\n{path}\n{timestamp}\n{nonce}\n{body_hash}"
        
        # Generate signature
        signature = hmac.new(
            self.secret.encode('utf-8'),
            canonical.encode('utf-8'),
            hashlib.sha256
        ).hexdigest()
        
        return signature
    
    def _make_request(
        self,
        method: str,
        path: str,
        data: Optional[Dict[str, Any]] = None,
        params: Optional[Dict[str, Any]] = None
    ) -> Dict[str, Any]:
        """Make authenticated API request."""
        # Generate timestamp and nonce
        timestamp = int(time.time() * 1000)
        nonce = f"nonce_{timestamp}"
        
        # Prepare body
        body = ""
        if data:
            body = json.dumps(data, separators=(',', ':'))
        
        # Add query params to path
        full_path = path
        if params:
            query_string = "&".join([f"{k}={v}" for k, v in params.items()])
            full_path = f"{path}?{query_string}"
        
        # Generate signature
        signature = self._generate_signature(method, full_path, timestamp, nonce, body)
        
        # Prepare headers
        headers = {
            "Content-Type": "application/json",
            "X-API-KEY": self.api_key,
            "X-API-TIMESTAMP": str(timestamp),
            "X-API-NONCE": nonce,
            "X-API-SIGN": signature
        }
        
        # Make request
        url = f"{self.base_url}{full_path}"
        response = requests.request(
            method=method,
            url=url,
            headers=headers,
            json=data if data else None
        )
        response.raise_for_status()
        
        return response.json()
    
    def estimate(self, from_asset: str, to_asset: str, amount: str, **kwargs) -> Dict[str, Any]:
        """Get swap estimate."""
        data = {
            "from": from_asset,
            "to": to_asset,
            "amount": amount,
            **kwargs
        }
        return self._make_request("POST", "/api/v1/estimate", data=data)
    
    def swap(self, from_asset: str, to_asset: str, amount: str, **kwargs) -> Dict[str, Any]:
        """Execute swap."""
        data = {
            "from": from_asset,
            "to": to_asset,
            "amount": amount,
            **kwargs
        }
        return self._make_request("POST", "/api/v1/swap", data=data)
    
    def get_order_status(self, order_id: str) -> Dict[str, Any]:
        """Get order status."""
        return self._make_request("GET", f"/api/v1/orders/{order_id}/status")
    
    def get_balances(self) -> Dict[str, Any]:
        """Get balances."""
        return self._make_request("GET", "/api/v1/balances")

# Usage example
if __name__ == "__main__":
    client = TradingAPIClient("test_key_1", "test_secret_1")
    
    # Get estimate
    estimate = client.estimate("ETH", "USDT", "1.5")
    print("Estimate:", estimate)
    
    # Execute swap
    swap_result = client.swap("ETH", "USDT", "1.5", slippage_bps=30)
    print("Swap:", swap_result)
    
    # Get balances
    balances = client.get_balances()
    print("Balances:", balances)
