// Generates a QRIS payment. Run "go mod init shop", install github.com/kgiton/kgiton-go/v2,
// then run: go run generate_payment.go
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

func main() {
	client, err := kgiton.New("") // reads KGITON_API_KEY and KGITON_BASE_URL
	if err != nil {
		log.Fatal(err)
	}
	// The package retries when the response is lost or the gateway is busy. That is safe: the same
	// transaction id with the same body takes no second token.
	payment, err := client.PartnerPayment.GenerateQRIS(context.Background(), kgiton.PartnerPaymentRequest{
		TransactionID: "TRX-2026-001", // your own, unique, and the same for every retry
		Amount:        50000,          // whole rupiah
		LicenseKey:    os.Getenv("KGITON_LICENSE_KEY"),
		Description:   "Laundry Payment",
		WebhookURL:    os.Getenv("KGITON_WEBHOOK_URL"),
	})
	var failed *kgiton.Error
	switch {
	case errors.As(err, &failed) && failed.OutcomeUnknown:
		log.Fatalf("%s: The payment may exist: run this again, with the same transaction id.", failed.Code)
	case errors.As(err, &failed):
		log.Fatalf("%s: %s", failed.Code, failed.Message)
	case err != nil:
		log.Fatal(err)
	}
	fmt.Println("Payment:", payment.PaymentID)
	fmt.Println("QR code:", payment.QRIS.QRImageURL)
	fmt.Println("Pay before:", payment.ExpiresAt.Format(time.RFC3339))
}
