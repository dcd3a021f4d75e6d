#!/usr/bin/env bash
# Generates a QRIS payment and prints the answer. Run: bash generate-payment.sh
set -euo pipefail

url="${KGITON_BASE_URL:-https://api.kgiton.com}/api/partner/payment/generate"
# transaction_id: yours, unique, and the same when you try again.
body='{
  "transaction_id": "TRX-2026-001",
  "amount": 50000,
  "license_key": "'"$KGITON_LICENSE_KEY"'",
  "payment_type": "QRIS",
  "description": "Laundry Payment",
  "webhook_url": "'"$KGITON_WEBHOOK_URL"'"
}'
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# A lost answer and a busy gateway are tried again. That is safe: the same
# transaction_id with the same body takes no second token.
for attempt in 1 2 3; do
  status=$(curl --silent --show-error --max-time 30 "$url" \
    --header "x-api-key: $KGITON_API_KEY" \
    --header 'content-type: application/json' \
    --data "$body" \
    --output "$answer" --write-out '%{http_code}') || status=lost
  case $status in
    200)
      cat "$answer"
      exit 0
      ;;
    lost | 429 | 502 | 503 | 504) [ "$attempt" = 3 ] || sleep "$attempt" ;;
    *) break ;;
  esac
done

if [ "$status" = lost ]; then
  echo 'No answer. The payment may exist: run this again, with the same transaction_id.' >&2
else
  # {"success":false,"code":"INVALID_LICENSE","message":"…"}
  echo "KGiTON answered $status: $(cat "$answer")" >&2
fi
exit 1
