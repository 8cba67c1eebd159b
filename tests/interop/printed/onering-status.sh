curl -s https://api.onering.com/v1/external/webhooks \
  -H "Authorization: Bearer osk_your_key" | jq '.webhooks | .[] | {id, last_delivered_at}'
