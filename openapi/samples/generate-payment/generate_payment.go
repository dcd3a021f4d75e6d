// Generates a QRIS payment. Run: go run generate_payment.go
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

type request struct {
	TransactionID string `json:"transaction_id"`
	Amount        int64  `json:"amount"` // whole rupiah
	LicenseKey    string `json:"license_key"`
	PaymentType   string `json:"payment_type"`
	Description   string `json:"description"`
	WebhookURL    string `json:"webhook_url"`
}

type payment struct {
	PaymentID string    `json:"payment_id"`
	ExpiresAt time.Time `json:"expires_at"`
	QRIS      struct {
		Content  string `json:"qr_content"`
		ImageURL string `json:"qr_image_url"`
	} `json:"qris"`
}

// refusal is an answer of KGiTON other than a payment; Code says why.
type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (r refusal) Error() string { return r.Code + ": " + r.Message }

var client = &http.Client{Timeout: 30 * time.Second}

// post sends the request once.
func post(body []byte) (status int, answer []byte, err error) {
	base := os.Getenv("KGITON_BASE_URL")
	if base == "" {
		base = "https://api.kgiton.com"
	}
	req, err := http.NewRequest("POST", base+"/api/partner/payment/generate", bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("x-api-key", os.Getenv("KGITON_API_KEY"))
	req.Header.Set("content-type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	return res.StatusCode, answer, err
}

// generatePayment tries again when the answer is lost or the gateway is busy. That is safe: the
// same transaction_id with the same body takes no second token.
func generatePayment(r request) (p payment, err error) {
	body, err := json.Marshal(r)
	if err != nil {
		return p, err
	}
	status, answer, err := post(body)
	for attempt := 1; attempt < 3 && mayPass(status, err); attempt++ {
		time.Sleep(time.Duration(attempt) * time.Second)
		status, answer, err = post(body)
	}
	if err != nil {
		return p, fmt.Errorf("no answer; the payment may exist, try again with the same transaction_id: %w", err)
	}
	if status != http.StatusOK {
		refused := refusal{Code: fmt.Sprintf("HTTP %d", status), Message: "not an answer of KGiTON"}
		_ = json.Unmarshal(answer, &refused) // What is not JSON leaves it as it is.
		return p, refused
	}
	return p, json.Unmarshal(answer, &p)
}

func mayPass(status int, err error) bool {
	return err != nil || status == 429 || status == 502 || status == 503 || status == 504
}

func main() {
	p, err := generatePayment(request{
		TransactionID: "TRX-2026-001", // yours, unique, and the same when you try again
		Amount:        50000,
		LicenseKey:    os.Getenv("KGITON_LICENSE_KEY"),
		PaymentType:   "QRIS",
		Description:   "Laundry Payment",
		WebhookURL:    os.Getenv("KGITON_WEBHOOK_URL"),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("Payment:", p.PaymentID)
	fmt.Println("QR code:", p.QRIS.ImageURL)
	fmt.Println("Pay before:", p.ExpiresAt.Format(time.RFC3339))
}
