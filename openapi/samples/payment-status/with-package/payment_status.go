// Asks whether a payment has been paid. Run "go mod init shop", install github.com/kgiton/kgiton-go/v2,
// then run: go run payment_status.go
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

func main() {
	client, err := kgiton.New("") // reads KGITON_API_KEY and KGITON_BASE_URL
	if err != nil {
		log.Fatal(err)
	}
	// Asking takes no token. To ask until the payment is paid or over: WaitForPayment.
	payment, err := client.PartnerPayment.CheckStatus(context.Background(), "TRX-2026-001")
	var failed *kgiton.Error
	switch {
	case errors.As(err, &failed):
		log.Fatalf("%s: %s", failed.Code, failed.Message)
	case err != nil:
		log.Fatal(err)
	}
	switch payment.PaymentStatus {
	case kgiton.PaymentStatusPaid:
		fmt.Println("Status: paid at", payment.PaidAt.Format(time.RFC3339))
	case kgiton.PaymentStatusExpired, kgiton.PaymentStatusFailed:
		fmt.Println("Status: over, and not paid")
	default: // also a status of a later version
		fmt.Println("Status: pending")
	}
}
