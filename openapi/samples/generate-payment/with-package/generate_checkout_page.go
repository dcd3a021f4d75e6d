// Generates a checkout page. Run "go mod init shop", install github.com/kgiton/kgiton-go/v2,
// then run: go run generate_checkout_page.go
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
	payment, err := client.PartnerPayment.GenerateCheckoutPage(context.Background(), kgiton.PartnerPaymentRequest{
		TransactionID: "TRX-2026-002", // your own, unique, and the same for every retry
		Amount:        150000,         // whole rupiah, the sum of the items
		LicenseKey:    os.Getenv("KGITON_LICENSE_KEY"),
		Description:   "Invoice #12345",
		WebhookURL:    os.Getenv("KGITON_WEBHOOK_URL"),
		BackURL:       "https://myapp.com/payment/complete", // the customer's return proves no payment
		Items: []kgiton.PaymentItem{
			{ID: "1", Name: "Laundry 5kg", Price: 100000, Quantity: 1},
			{ID: "2", Name: "Extra Parfum", Price: 25000, Quantity: 2},
		},
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
	fmt.Println("Send the customer to:", payment.PaymentURL)
	fmt.Println("Pay before:", payment.ExpiresAt.Format(time.RFC3339))
}
