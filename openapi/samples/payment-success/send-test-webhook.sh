#!/usr/bin/env bash
# Sends a signed webhook to your handler, as KGiTON does. Run: bash send-test-webhook.sh
# Needs KGITON_WEBHOOK_SECRET in its environment. Optional: KGITON_WEBHOOK_URL, PORT.
# For tests only: anybody who knows the secret can claim that a payment was paid.
set -euo pipefail
: "${KGITON_WEBHOOK_SECRET:?is missing}"

# HMAC-SHA256 of the exact bytes, in lowercase hex.
sign() {
  printf '%s' "$1" | openssl dgst -sha256 -hmac "$KGITON_WEBHOOK_SECRET" | sed 's/^.* //'
}

payment_id="PAY-TEST-$(date +%s)"
paid_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
properties='"event":"payment.success","payment_id":"'$payment_id'","transaction_id":"TRX-2026-001"'
properties+=',"amount":50000,"payment_type":"QRIS","paid_at":"'$paid_at'"'
# The property signature is deprecated; verify the header.
body="{$properties,\"signature\":\"$(sign "{$properties}")\"}"

status=$(curl --silent --show-error --max-time 30 \
  "${KGITON_WEBHOOK_URL:-http://127.0.0.1:${PORT:-3000}/webhook/payment}" \
  --header 'content-type: application/json' \
  --header "x-kgiton-signature: $(sign "$body")" \
  --data-binary "$body" \
  --output /dev/null --write-out '%{http_code}')

case $status in
  2??) echo "Accepted ($status): $payment_id" ;;
  *)
    echo "Not accepted ($status): $payment_id" >&2
    exit 1
    ;;
esac
