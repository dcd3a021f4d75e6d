#!/usr/bin/env bash
# Asks whether a payment has been paid and prints the response. Run: bash payment-status.sh
# Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.
set -euo pipefail
: "${KGITON_API_KEY:?is missing}"

# An id consists of letters, digits, _ and -, so it needs no encoding.
transaction_id=TRX-2026-001
interval=5 # seconds; ask no more often
url="${KGITON_BASE_URL:-https://api.kgiton.com}/api/partner/payment/status/$transaction_id"
response=$(mktemp)
trap 'rm -f "$response"' EXIT

# Asking takes no token and changes nothing, so it is safe to repeat.
for attempt in 1 2 3; do
  status=$(curl --silent --show-error --max-time 30 "$url" \
    --header "x-api-key: $KGITON_API_KEY" \
    --output "$response" --write-out '%{http_code}') || status=lost
  case $status in
    200)
      # {"success":true,…,"payment_status":"paid",…}
      # On several lines if jq is there.
      jq . "$response" 2> /dev/null || cat "$response"
      exit 0
      ;;
    lost | 502 | 504) [ "$attempt" = 3 ] || sleep "$interval" ;;
    *) break ;;
  esac
done

if [ "$status" = lost ]; then
  echo 'No response. Ask again later.' >&2
else
  # {"success":false,"code":"TRANSACTION_NOT_FOUND","message":"…"}
  echo "KGiTON responded with $status: $(cat "$response")" >&2
fi
exit 1
