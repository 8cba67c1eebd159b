# Run hourly
curl -s https://api.onering.com/v1/external/me \
  -H "Authorization: Bearer osk_your_key" \
  -w "\nRate Limit: %{http_code}\n" \
  | grep -E "X-RateLimit|Rate Limit"
