curl -s https://api.onering.com/v1/external/me \
  -H "Authorization: Bearer osk_your_key" | jq .
