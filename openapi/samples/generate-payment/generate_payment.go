// Generates a QRIS payment. Run: go run generate_payment.go
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
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
	WebhookURL    string `json:"webhook_url,omitempty"`
}

type payment struct {
	PaymentID string    `json:"payment_id"`
	ExpiresAt time.Time `json:"expires_at"`
	QRIS      struct {
		Content  string `json:"qr_content"`
		ImageURL string `json:"qr_image_url"`
	} `json:"qris"`
}

// refusal is an error response of KGiTON; Code says why.
type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (r refusal) Error() string { return r.Code + ": " + r.Message }

var client = &http.Client{
	Timeout: 30 * time.Second,
	// A redirect would take the API key to another server.
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// required returns an environment variable that has to be there. An empty one counts as missing.
func required(name string) string {
	value := os.Getenv(name)
	if value == "" {
		fmt.Fprintf(os.Stderr, "Set %s.\n", name)
		os.Exit(1)
	}
	return value
}

// post sends the request once.
func post(body []byte) (status int, response []byte, err error) {
	base := os.Getenv("KGITON_BASE_URL")
	if base == "" {
		base = "https://api.kgiton.com"
	}
	req, err := http.NewRequest("POST", base+"/api/partner/payment/generate", bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("x-api-key", required("KGITON_API_KEY"))
	req.Header.Set("content-type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	response, err = io.ReadAll(res.Body)
	return res.StatusCode, response, err
}

// generatePayment retries when the response is lost or the gateway is busy. That is safe: the
// same transaction_id with the same body takes no second token.
func generatePayment(r request) (p payment, err error) {
	body, err := json.Marshal(r)
	if err != nil {
		return p, err
	}
	status, response, err := post(body)
	for attempt := 1; attempt < 3 && isRetryable(status, err); attempt++ {
		time.Sleep(time.Duration(attempt) * time.Second)
		status, response, err = post(body)
	}
	if err != nil {
		return p, fmt.Errorf("no response; the payment may exist, run this again with the same transaction_id: %w", err)
	}
	if status != http.StatusOK {
		refused := refusal{Code: fmt.Sprintf("HTTP %d", status), Message: "not a response of KGiTON"}
		_ = json.Unmarshal(response, &refused) // Anything but JSON leaves it unchanged.
		return p, refused
	}
	err = json.Unmarshal(response, &p)
	return p, err
}

func isRetryable(status int, err error) bool {
	return err != nil || status == 429 || status == 502 || status == 503 || status == 504
}

func main() {
	p, err := generatePayment(request{
		TransactionID: "TRX-2026-001", // your own, unique, and the same for every retry
		Amount:        50000,
		LicenseKey:    required("KGITON_LICENSE_KEY"),
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
