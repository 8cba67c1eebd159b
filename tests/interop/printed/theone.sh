#!/bin/bash

# Configuration
API_KEY="test_key_1"
SECRET="test_secret_1"
BASE_URL="https://partner-api.the-one.io"

# Request parameters
METHOD="POST"
PATH="/api/v1/estimate"
BODY='{"from":"ETH","to":"USDT","amount":"1.5"}'

# Generate timestamp and nonce
TIMESTAMP=$(date +%s)000
NONCE="nonce_$(date +%s)_$$"

# Calculate body hash
BODY_HASH=$(echo -n "$BODY" | sha256sum | awk '{print $1}')

# Create canonical string
CANONICAL="$METHOD\n$PATH\n$TIMESTAMP\n$NONCE\n$BODY_HASH"

# Generate signature
SIGNATURE=$(echo -ne "$CANONICAL" | openssl dgst -sha256 -hmac "$SECRET" | awk '{print $2}')

# Make request
curl -X "$METHOD" "$BASE_URL$PATH" \
  -H "Content-Type: application/json" \
  -H "X-API-KEY: $API_KEY" \
  -H "X-API-TIMESTAMP: $TIMESTAMP" \
  -H "X-API-NONCE: $NONCE" \
  -H "X-API-SIGN: $SIGNATURE" \
  -d "$BODY"
