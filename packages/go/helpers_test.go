package kgiton_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/kgiton/kgiton-go/v2"
)

const (
	apiKey     = "kgiton_Zk3vTq8WmB5xRn2pLc7sYd4hJf6gAe9u"
	secret     = "whsec_9f8e7d6c5b4a"
	licenseKey = "AB12C-DE34F-GH56J-KL78M-NP90Q"

	qrisPayment = `{"success":true,"payment_id":"PAY-1","transaction_id":"TRX-1","amount":50000,"payment_type":"QRIS",` +
		`"payment_url":null,"expires_at":"2026-01-15T10:30:00Z","qris":{"qr_content":"0","qr_image_url":"https://x"}}`
	pendingStatus = `{"success":true,"payment_id":"PAY-1","transaction_id":"TRX-1","payment_status":"pending","amount":50000,` +
		`"payment_type":"QRIS","gateway_transaction_id":null,"paid_at":null,"expires_at":"2026-01-15T10:30:00Z",` +
		`"webhook_sent":false,"created_at":"2026-01-15T10:00:00Z"}`
)

var request = kgiton.PartnerPaymentRequest{TransactionID: "TRX-1", Amount: 50000, LicenseKey: licenseKey}

// respond starts a server that responds to every request with this status and body.
func respond(t *testing.T, status int, body string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server
}

// hang starts a server that does not respond.
func hang(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	return server
}

func newClient(t *testing.T, url string, options ...kgiton.Option) *kgiton.Client {
	t.Helper()
	own := []kgiton.Option{kgiton.WithBaseURL(url), kgiton.WithWebhookSecret(secret), kgiton.WithClock(&tableClock{})}
	client, err := kgiton.New(apiKey, append(own, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// transport responds to requests in place of a server.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// logger keeps what is logged.
type logger struct{ lines []string }

func (l *logger) DebugContext(_ context.Context, message string, args ...any) {
	l.add("debug", message, args)
}

func (l *logger) WarnContext(_ context.Context, message string, args ...any) {
	l.add("warn", message, args)
}
