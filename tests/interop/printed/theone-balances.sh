#!/bin/bash
API_KEY="test_key_1"
SECRET="test_secret_1"

# Get server time
SERVER_TIME=$(curl -s https://partner-api.the-one.io/api/v1/time | jq -r '.serverTime')

TIMESTAMP=$SERVER_TIME
NONCE="test_nonce_$(date +%s)"
METHOD="GET"
PATH="/api/v1/balances"
BODY_HASH=$(echo -n "" | sha256sum | awk '{print $1}')

CANONICAL="$METHOD\n$PATH\n$TIMESTAMP\n$NONCE\n$BODY_HASH"
SIGNATURE=$(echo -ne "$CANONICAL" | openssl dgst -sha256 -hmac "$SECRET" | awk '{print $2}')

curl -X GET "https://partner-api.the-one.io/api/v1/balances" \
  -H "X-API-KEY: $API_KEY" \
  -H "X-API-TIMESTAMP: $TIMESTAMP" \
  -H "X-API-NONCE: $NONCE" \
  -H "X-API-SIGN: $SIGNATURE"
