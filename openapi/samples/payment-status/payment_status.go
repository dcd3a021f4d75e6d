// Asks whether a payment has been paid. Run: go run payment_status.go
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"
)

type payment struct {
	Status string     `json:"payment_status"` // pending, paid, expired or failed
	PaidAt *time.Time `json:"paid_at"`        // nil until it is paid
}

// refusal is an error response of KGiTON; Code says why.
type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (r refusal) Error() string { return r.Code + ": " + r.Message }

const interval = 5 * time.Second // Ask no more often.

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

// get sends the request once.
func get(path string) (status int, response []byte, err error) {
	base := os.Getenv("KGITON_BASE_URL")
	if base == "" {
		base = "https://api.kgiton.com"
	}
	req, err := http.NewRequest("GET", base+path, nil)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("x-api-key", required("KGITON_API_KEY"))
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	response, err = io.ReadAll(res.Body)
	return res.StatusCode, response, err
}

// paymentStatus asks again when no usable response arrives: asking takes no token and changes nothing.
func paymentStatus(transactionID string) (p payment, err error) {
	path := "/api/partner/payment/status/" + url.PathEscape(transactionID)
	status, response, err := get(path)
	for attempt := 1; attempt < 3 && isRetryable(status, err); attempt++ {
		time.Sleep(interval)
		status, response, err = get(path)
	}
	if err != nil {
		return p, fmt.Errorf("no response; ask again later: %w", err)
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
	return err != nil || status == 502 || status == 504
}

func main() {
	p, err := paymentStatus("TRX-2026-001")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("Status:", p.Status)
	if p.PaidAt == nil {
		fmt.Println("Paid at: not yet")
	} else {
		fmt.Println("Paid at:", p.PaidAt.Format(time.RFC3339))
	}
}
