// Package report reads the calls of the test, and prints what became of each.
package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

type Call struct {
	Operation             string
	APIKey, TransactionID string
	Amount                int64
	LicenseKey            string
	PaymentType           string
}

type Payment struct {
	Success       bool    `json:"success"`
	PaymentID     string  `json:"payment_id"`
	TransactionID string  `json:"transaction_id"`
	Amount        int64   `json:"amount"`
	PaymentType   string  `json:"payment_type"`
	PaymentURL    *string `json:"payment_url"`
	ExpiresAt     int64   `json:"expires_at"`
	QRContent     *string `json:"qr_content"`
	QRImageURL    *string `json:"qr_image_url"`
}

type Status struct {
	Success              bool    `json:"success"`
	PaymentID            string  `json:"payment_id"`
	TransactionID        string  `json:"transaction_id"`
	PaymentStatus        string  `json:"payment_status"`
	Amount               int64   `json:"amount"`
	PaymentType          string  `json:"payment_type"`
	GatewayTransactionID *string `json:"gateway_transaction_id"`
	PaidAt               *int64  `json:"paid_at"`
	ExpiresAt            int64   `json:"expires_at"`
	WebhookSent          bool    `json:"webhook_sent"`
	CreatedAt            int64   `json:"created_at"`
}

type Failure struct {
	Status  int      `json:"status"`
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Errors  []string `json:"errors"`
}

type Outcome struct {
	Name    string   `json:"name"`
	Payment *Payment `json:"payment,omitempty"`
	Status  *Status  `json:"status,omitempty"`
	Error   *Failure `json:"error,omitempty"`
}

// Unix is nil for no time.
func Unix(moment *time.Time) *int64 {
	if moment == nil {
		return nil
	}
	seconds := moment.Unix()
	return &seconds
}

func Run(outcomeOf func(url string, call Call) Outcome) {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		amount, err := strconv.ParseInt(fields[4], 10, 64)
		if err != nil {
			panic(err)
		}
		outcome := outcomeOf(os.Args[1], Call{fields[1], fields[2], fields[3], amount, fields[5], fields[6]})
		outcome.Name = fields[0]
		text, err := json.Marshal(outcome)
		if err != nil {
			panic(err)
		}
		fmt.Println(string(text))
	}
}
