#!/usr/bin/env bash
# Calls the five APIs of samples/Providers with curl and openssl, or verifies a OneRing webhook; see README.md.
set -euo pipefail

base=$1

# tag SECRET: the HMAC of standard input, in hex.
tag() { openssl dgst -sha256 -hmac "$1" -r | cut -d ' ' -f 1; }

if [ "$base" = verify ]; then
  expected=$({ printf '%s.%s.' "$4" "$5"; cat; } | tag "$2")
  [ "$(tr ',' '\n' <<<"$3" | sed -n 's/^v1=//p')" = "$expected" ]
  exit
fi

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# call NAME METHOD TARGET BODY HEADER...: sends a request and prints its line; the answer is in $answer.
call() {
  local name=$1 method=$2 target=$3 body=$4 header arguments=()
  shift 4
  for header in "$@"; do arguments+=(-H "$header"); done
  [ -z "$body" ] || arguments+=(--data-binary "$body")
  printf '%s %s\n' "$name" \
    "$(curl -sS -o "$answer" -w '%{http_code}' -X "$method" -H 'Content-Type: application/json' "${arguments[@]}" "$base$target")"
}

# member NAME: a text member of the answer.
member() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" "$answer"; }

# osaycore SECRET BODY: fills $signed.
osaycore() {
  local time
  time=$(date +%s)
  signed=("X-OSAYCORE-API-KEY: YOUR_APP_API_KEY" "X-OSAYCORE-TIMESTAMP: $time"
    "X-OSAYCORE-SIGNATURE: $(printf '%s.%s' "$time" "$2" | tag "$1")")
}

# theone SECRET METHOD TARGET BODY: fills $signed.
theone() {
  local time nonce digest
  time=$(date +%s%3N)
  nonce=$(openssl rand -hex 16)
  digest=$(printf '%s' "$4" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
  signed=("X-API-KEY: test_key_1" "X-API-TIMESTAMP: $time" "X-API-NONCE: $nonce"
    "X-API-SIGN: $(printf '%s\n%s\n%s\n%s\n%s' "$2" "$3" "$time" "$nonce" "$digest" | tag "$1")")
}

# oort SECRET QUERY-AS-JSON BODY: fills $signed.
oort() {
  local time
  time=$(date +%s)
  signed=("D-API-KEY: your_api_key" "D-TIMESTAMP: $time" "D-SIGNATURE: $(printf '%s%s%s' "$2" "$3" "$time" | tag "$1")")
}

bearer='Authorization: Bearer osk_your_secret_here'
call 'onering me' GET /v1/external/me '' "$bearer"
call 'onering rings' GET /v1/external/users/user_xyz/rings '' "$bearer"
call 'onering event' POST /v1/external/events '{"event_type":"test.event","data":{"message":"Testing webhook"}}' "$bearer"
call 'onering wrong key' GET /v1/external/me '' 'Authorization: Bearer osk_wrong'

app=YOUR_APP_SECRET_KEY
body='{"user_id":"uuid-of-user"}'
osaycore "$app" "$body"; call 'osaycore token' POST /api/auth/generate-user-jwt "$body" "${signed[@]}"
user="Authorization: Bearer $(member jwt_token)"
osaycore wrong "$body"; call 'osaycore wrong secret' POST /api/auth/generate-user-jwt "$body" "${signed[@]}"
body='{"user_id":"uuid-of-user","amount":3,"transaction_type":"BONUS","description":"Köln"}'
osaycore "$app" "$body"; call 'osaycore add' POST /api/credits/add-credits "$body" "${signed[@]}"
body='{"amount":1.5,"description":"A report"}'
osaycore "$app" "$body"; call 'osaycore deduct' POST /api/action/deduct-credits "$body" "${signed[@]}" "$user"
osaycore "$app" ''; call 'osaycore context' GET /api/user/context '' "${signed[@]}" "$user"
osaycore "$app" ''; call 'osaycore context without user' GET /api/user/context '' "${signed[@]}"

secret=test_secret_1
call 'theone time' GET /api/v1/time ''
body='{"from":"ETH","to":"USDT","amount":"1.5"}'
theone "$secret" POST /api/v1/estimate "$body"; call 'theone estimate' POST /api/v1/estimate "$body" "${signed[@]}"
target='/api/v1/estimate?source=a%2Fb'
theone "$secret" POST "$target" "$body"; call 'theone estimate with a query' POST "$target" "$body" "${signed[@]}"
theone wrong POST /api/v1/estimate "$body"; call 'theone wrong secret' POST /api/v1/estimate "$body" "${signed[@]}"
theone "$secret" POST /api/v1/swap "$body"; call 'theone swap' POST /api/v1/swap "$body" "${signed[@]}"
target="/api/v1/orders/$(member order_id)/status"
theone "$secret" GET "$target" ''; call 'theone order' GET "$target" '' "${signed[@]}"
theone "$secret" GET /api/v1/balances ''; call 'theone balances' GET /api/v1/balances '' "${signed[@]}"
call 'theone balances again' GET /api/v1/balances '' "${signed[@]}"
call 'theone broker' POST /broker/v1/keys '{"name":"Interop","permissions":["read"]}' 'Authorization: Bearer YOUR_BROKER_TOKEN'

body='{"subtask_id":"interop 1","config":{"keyword":"Köln"}}'
oort your_api_secret '' "$body"; call 'oort create' POST /api/plugin/create_task "$body" "${signed[@]}"
target='/api/plugin/tasks?subtask_id=interop%201&limit=10'
query='{"limit":"10","subtask_id":"interop 1"}'
oort your_api_secret "$query" ''; call 'oort tasks' GET "$target" '' "${signed[@]}"
oort wrong "$query" ''; call 'oort wrong secret' GET "$target" '' "${signed[@]}"

key='X-API-Key: your_api_key_here'
call 'guide products' GET '/guide/products?page=1&limit=5' '' "$key"
call 'guide bulk' POST /guide/products/bulk '{"items":[{"sku":"sku_003","quantity":4}]}' "$key"
body='{"type":"stock.changed","sku":"sku_003","quantity":5}'
call 'guide webhook' POST /guide/webhooks "$body" "X-Signature: $(printf '%s' "$body" | tag guide_webhook_test_secret)"
call 'guide webhook wrong secret' POST /guide/webhooks "$body" "X-Signature: $(printf '%s' "$body" | tag wrong)"
