#!/usr/bin/env bash
# Generates a QRIS payment and prints the response. Run: bash generate-payment.sh
# Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
# Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
set -euo pipefail
: "${KGITON_API_KEY:?is missing}" "${KGITON_LICENSE_KEY:?is missing}"

url="${KGITON_BASE_URL:-https://api.kgiton.com}/api/partner/payment/generate"
# transaction_id: your own, unique, and the same for every retry.
body='{
  "transaction_id": "TRX-2026-001",
  "amount": 50000,
  "license_key": "'"$KGITON_LICENSE_KEY"'",
  "payment_type": "QRIS",'"${KGITON_WEBHOOK_URL:+ \"webhook_url\": \"$KGITON_WEBHOOK_URL\",}"'
  "description": "Laundry Payment"
}'
response=$(mktemp)
trap 'rm -f "$response"' EXIT

# Retries when the response is lost or the gateway is busy. That is safe: the
# same transaction_id with the same body takes no second token.
for attempt in 1 2 3; do
  status=$(curl --silent --show-error --max-time 30 "$url" \
    --header "x-api-key: $KGITON_API_KEY" \
    --header 'content-type: application/json' \
    --data "$body" \
    --output "$response" --write-out '%{http_code}') || status=lost
  case $status in
    200)
      # On several lines if jq is there.
      jq . "$response" 2> /dev/null || cat "$response"
      exit 0
      ;;
    lost | 429 | 502 | 503 | 504) [ "$attempt" = 3 ] || sleep "$attempt" ;;
    *) break ;;
  esac
done

if [ "$status" = lost ]; then
  echo 'No response. The payment may exist: run this again, with the same transaction_id.' >&2
else
  # {"success":false,"code":"INVALID_LICENSE","message":"…"}
  echo "KGiTON responded with $status: $(cat "$response")" >&2
fi
exit 1
