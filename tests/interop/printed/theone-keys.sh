curl -X POST "https://partner-api.the-one.io/broker/v1/keys" \
  -H "Content-Type: application/json" \
  -H "Authorization: Bearer YOUR_BROKER_TOKEN" \
  -d '{
    "name": "Production Key",
    "description": "Main production API key",
    "permissions": ["read", "trade"],
    "expires_at": "2025-12-31T23:59:59Z"
  }'
