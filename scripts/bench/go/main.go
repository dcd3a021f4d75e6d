// Microseconds per call of the Go package and of the same by hand, measured in turn: go run . URL
package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sort"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

const (
	secret = "whsec_test_kgiton"
	apiKey = "kgiton_your_api_key_here"
	rounds = 500
	calls  = 10
)

var request = kgiton.PartnerPaymentRequest{
	TransactionID: "TRX-1",
	Amount:        50000,
	LicenseKey:    "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX",
	PaymentType:   kgiton.PartnerPaymentTypeQRIS,
}

// plainPayment is what a program by hand reads.
type plainPayment struct {
	Success       bool      `json:"success"`
	PaymentID     string    `json:"payment_id"`
	TransactionID string    `json:"transaction_id"`
	Amount        int64     `json:"amount"`
	ExpiresAt     time.Time `json:"expires_at"`
	QRIS          struct {
		QRContent  string `json:"qr_content"`
		QRImageURL string `json:"qr_image_url"`
	} `json:"qris"`
}

func plainCall(url string) error {
	body, err := json.Marshal(request)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	sent, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/api/partner/payment/generate", bytes.NewReader(body))
	if err != nil {
		return err
	}
	sent.Header.Set("Content-Type", "application/json")
	sent.Header.Set("x-api-key", apiKey)
	response, err := http.DefaultClient.Do(sent)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var payment plainPayment
	return json.Unmarshal(data, &payment)
}

func plainVerify(body []byte, signature string) error {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	if !hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(signature)) {
		return errors.New("forged")
	}
	return nil
}

func main() {
	url := os.Args[1]
	client, err := kgiton.New(apiKey, kgiton.WithBaseURL(url))
	if err != nil {
		log.Fatal(err)
	}
	webhooks := kgiton.NewWebhooks(secret)
	body := []byte(`{"event":"payment.success","payment_id":"PAY-ABC123","transaction_id":"TRX-2026-001","amount":50000,` +
		`"payment_type":"QRIS","paid_at":"2026-01-15T10:25:00Z"}`)
	signature := kgiton.Sign(body, secret)
	medians := map[string]float64{}
	for _, pair := range [][2]subject{
		{
			{"call", func() error {
				_, err := client.PartnerPayment.GenerateQRIS(context.Background(), request)
				return err
			}},
			{"plainCall", func() error { return plainCall(url) }},
		},
		{
			{"verify", func() error {
				if !webhooks.Verify(body, signature) {
					return errors.New("forged")
				}
				return nil
			}},
			{"plainVerify", func() error { return plainVerify(body, signature) }},
		},
	} {
		samples := [2][]float64{}
		// What is compared takes turns.
		for round := 0; round < rounds; round++ {
			for i, each := range pair {
				samples[i] = append(samples[i], each.time())
			}
		}
		for i, each := range pair {
			sort.Float64s(samples[i])
			medians[each.name] = samples[i][rounds/2]
		}
	}
	text, err := json.Marshal(medians)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
}

type subject struct {
	name string
	call func() error
}

// time is the mean of a few calls in microseconds, so that a busy machine slows all subjects alike.
func (s subject) time() float64 {
	start := time.Now()
	for i := 0; i < calls; i++ {
		if err := s.call(); err != nil {
			log.Fatal(err)
		}
	}
	return float64(time.Since(start).Nanoseconds()) / calls / 1000
}
