package kgiton_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kgiton/kgiton-go/v2"
)

var secrets = []string{apiKey, secret, licenseKey, "Siti Nurhaliza", "0812-3456", "header-secret"}

var named = kgiton.PartnerPaymentRequest{
	TransactionID: "TRX-1",
	Amount:        50000,
	LicenseKey:    licenseKey,
	PaymentType:   kgiton.PartnerPaymentTypeQRIS,
	CustomerName:  "Siti Nurhaliza",
	CustomerPhone: "0812-3456",
}

func shownOf(value any) string {
	text := ""
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		text += fmt.Sprintf(format+"\n", value)
	}
	return text
}

func TestPrintingShowsNoSecret(t *testing.T) {
	client := newClient(t, "https://api.kgiton.com", kgiton.WithHeader("X-Token", "header-secret"))
	for name, value := range map[string]any{
		"the client":             client,
		"the client as a value":  *client,
		"its payments":           client.PartnerPayment,
		"its payments as values": *client.PartnerPayment,
		"its webhooks":           client.Webhooks,
		"its webhooks as values": *client.Webhooks,
		"a request":              named,
		"a pointer to a request": &named,
		"requests":               []kgiton.PartnerPaymentRequest{named},
		"a struct with all":      struct{ A, B any }{*client, named},
	} {
		shown := shownOf(value)
		for _, each := range secrets {
			if strings.Contains(shown, each) || strings.Contains(shown, fmt.Sprintf("%x", each)) {
				t.Errorf("expected %s without secrets, got %s", name, shown)
			}
		}
	}
	for name, value := range map[string]any{"the client": client, "its webhooks": client.Webhooks, "its payments": client.PartnerPayment} {
		text, err := json.Marshal(value)
		for _, each := range secrets {
			if strings.Contains(string(text), each) {
				t.Errorf("expected %s without secrets, got %s, %v", name, text, err)
			}
		}
	}
}

func TestPrintingARequestStillShowsWhatIsNoSecret(t *testing.T) {
	if shown := fmt.Sprintf("%+v", named); !strings.Contains(shown, "TransactionID:TRX-1 Amount:50000 LicenseKey:[redacted]") {
		t.Errorf("expected the rest of the request, got %s", shown)
	}
}

func TestARequestIsSentWithItsSecrets(t *testing.T) {
	text, err := json.Marshal(named)
	if err != nil || !strings.Contains(string(text), licenseKey) {
		t.Errorf("expected the license key on the wire, got %s, %v", text, err)
	}
}

// leaky is an error of a transport that knows its request.
type leaky struct{ Request *http.Request }

func (e *leaky) Error() string { return "cannot send " + e.Request.Header.Get("x-api-key") }

func TestAnErrorOfATransportShowsNoSecret(t *testing.T) {
	for name, fail := range map[string]func(*http.Request) error{
		"in its message":     func(r *http.Request) error { return &leaky{r} },
		"in what it wraps":   func(r *http.Request) error { return fmt.Errorf("no: %w", &leaky{r}) },
		"in a field only":    func(r *http.Request) error { return withHeader{r.Header.Get("x-api-key")} },
		"in a panic's words": func(*http.Request) error { return errors.New("license " + licenseKey) },
	} {
		client := newClient(t, "http://shop.example", kgiton.WithHTTPClient(&http.Client{
			Transport: transport(func(r *http.Request) (*http.Response, error) { return nil, fail(r) }),
		}))
		_, err := client.PartnerPayment.GenerateQRIS(context.Background(), named)
		if !errors.Is(err, kgiton.ErrNetwork) {
			t.Errorf("%s: expected a network error, got %v", name, err)
		}
		checkShowsNone(t, err, secrets...)
	}
}

type withHeader struct{ Header string }

func (withHeader) Error() string { return "cannot send" }

func TestALogLineShowsNoSecret(t *testing.T) {
	server := respond(t, 503, "<p>"+apiKey+" "+licenseKey+" Siti Nurhaliza is no secret of the server")
	log := &logger{}
	_, err := newClient(t, server.URL, kgiton.WithLogger(log)).PartnerPayment.GenerateQRIS(context.Background(), named)
	for _, each := range []string{apiKey, licenseKey, secret} {
		if all := strings.Join(log.lines, ""); strings.Contains(all, each) || len(log.lines) != 5 {
			t.Errorf("expected five lines without secrets, got %d:\n%s", len(log.lines), all)
		}
	}
	checkShowsNone(t, err, apiKey, licenseKey, secret)
}

func TestASecretWithinAnotherOneLeavesNoRest(t *testing.T) {
	server := respond(t, 400, `{"success":false,"code":"NEW","message":"`+apiKey+`-and-more"}`)
	client, err := kgiton.New(apiKey, kgiton.WithBaseURL(server.URL), kgiton.WithWebhookSecret(apiKey+"-and-more"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.PartnerPayment.CheckStatus(context.Background(), "TRX-1")
	if err.Error() != "kgiton: [redacted]" {
		t.Errorf("expected only [redacted], got %v", err)
	}
}

func TestAnInvalidOptionIsNotQuotedWhereItMayBeAKey(t *testing.T) {
	_, badKey := kgiton.New("kgiton_secret with space")
	_, badURL := kgiton.New(apiKey, kgiton.WithBaseURL("https://user:header-secret@api.kgiton.com"))
	_, badHeader := kgiton.New(apiKey, kgiton.WithHeader("X-Token", "header-secret\n"))
	for _, err := range []error{badKey, badURL, badHeader} {
		if !errors.Is(err, kgiton.ErrInvalidArgument) || strings.Contains(err.Error(), "secret") {
			t.Errorf("expected an invalid argument that is not quoted, got %v", err)
		}
	}
}
