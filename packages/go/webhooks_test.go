package kgiton_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
	"github.com/kgiton/kgiton-go/v2/kgitontest"
)

func TestSignaturesAreThoseThatAllLanguagesMake(t *testing.T) {
	data, err := os.ReadFile("../../test/vectors/webhook-signatures.json")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the vectors are in the repository that this one is copied from")
	}
	var file struct {
		Vectors []struct {
			Name   string
			Secret string
			Body   struct {
				Text, Base64 string
				Times        int
			}
			Signature string
			Valid     bool
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) < 20 {
		t.Fatalf("expected more than %d vectors", len(file.Vectors))
	}
	for _, each := range file.Vectors {
		body := []byte(each.Body.Text)
		if each.Body.Base64 != "" {
			body, _ = base64.StdEncoding.DecodeString(each.Body.Base64)
		}
		if each.Body.Times > 0 {
			body = bytes.Repeat(body, each.Body.Times)
		}
		if valid := kgiton.NewWebhooks(each.Secret).Verify(body, each.Signature); valid != each.Valid {
			t.Errorf("%s: expected %t, got %t", each.Name, each.Valid, valid)
		}
		if each.Valid && kgiton.Sign(body, each.Secret) != each.Signature {
			t.Errorf("%s: expected the signature %s", each.Name, each.Signature)
		}
	}
}

func FuzzVerifyNeverPanicsAndAcceptsOnlyWhatIsSigned(f *testing.F) {
	f.Add([]byte("{}"), "", "")
	f.Add([]byte(nil), strings.Repeat("a", 64), secret)
	f.Add([]byte("\xff\x00"), strings.Repeat("\xff", 64), "\x00")
	f.Fuzz(func(t *testing.T, body []byte, signature, other string) {
		webhooks := kgiton.NewWebhooks(other, "")
		if webhooks.Verify(body, signature) && (other == "" || signature != kgiton.Sign(body, other)) {
			t.Errorf("expected %q to be refused", signature)
		}
		if other != "" && !webhooks.Verify(body, kgiton.Sign(body, other)) {
			t.Error("expected the signature to be accepted")
		}
	})
}

func TestTheHandlerRespondsAsTheContractAsks(t *testing.T) {
	event := kgitontest.NewEvent()
	for name, each := range map[string]struct {
		change  func(*http.Request)
		secret  string
		onPaid  error
		status  int
		handled int
	}{
		"a signed webhook":          {status: 200, handled: 1},
		"a changed body":            {change: func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("{}")) }, status: 401},
		"no signature":              {change: func(r *http.Request) { r.Header.Del(kgiton.SignatureHeader) }, status: 401},
		"another method":            {change: func(r *http.Request) { r.Method = http.MethodGet }, status: 405},
		"a body without end":        {change: func(r *http.Request) { r.Body = io.NopCloser(endless{}) }, status: 413},
		"a body that breaks":        {change: func(r *http.Request) { r.Body = io.NopCloser(broken{}) }, status: 500},
		"a body that was read":      {change: func(r *http.Request) { _, _ = io.ReadAll(r.Body) }, status: 500},
		"no body at all":            {change: func(r *http.Request) { r.Body = nil }, status: 401},
		"no secret":                 {secret: "none", status: 500},
		"work that fails":           {onPaid: errors.New("the database is gone"), status: 500, handled: 1},
		"work that looks forged":    {onPaid: fmt.Errorf("%w", kgiton.ErrWebhookSignature), status: 500, handled: 1},
		"an event that is new":      {change: signedAs(`{"event":"payment.refunded"}`), status: 200},
		"a signed body of no event": {change: signedAs(`{"event":"payment.success"}`), status: 500},
	} {
		t.Run(name, func(t *testing.T) {
			handled, reported := 0, 0
			webhooks := kgiton.NewWebhooks(secret)
			if each.secret != "" {
				webhooks = kgiton.NewWebhooks("")
			}
			handler := webhooks.Handler(func(_ context.Context, paid *kgiton.PaymentSuccessEvent) error {
				handled++
				if paid.PaymentID != event.PaymentID {
					t.Errorf("expected %s, got %s", event.PaymentID, paid.PaymentID)
				}
				return each.onPaid
			}, kgiton.OnWebhookError(func(*http.Request, error) { reported++ }))
			request := kgitontest.NewWebhook("http://shop.example/webhook", event, secret)
			if each.change != nil {
				each.change(request)
			}
			response := httptest.NewRecorder()
			handler.ServeHTTP(response, request)
			if response.Code != each.status || handled != each.handled {
				t.Errorf("expected status %d and %d events, got %d and %d", each.status, each.handled, response.Code, handled)
			}
			if wantsReport := each.status != 200 && each.status != 405; wantsReport != (reported == 1) {
				t.Errorf("expected each failure to be reported once, got %d reports", reported)
			}
		})
	}
}

func TestTheHandlerHandsOnAWebhookCapturedMonthsAgoEachTime(t *testing.T) {
	event := kgitontest.NewEvent(func(e *kgiton.PaymentSuccessEvent) {
		e.PaidAt = time.Date(2020, 2, 1, 8, 0, 0, 0, time.UTC)
	})
	handled := 0
	handler := kgiton.NewWebhooks(secret).Handler(func(context.Context, *kgiton.PaymentSuccessEvent) error {
		handled++
		return nil
	})
	for i := 0; i < 2; i++ {
		handler.ServeHTTP(httptest.NewRecorder(), kgitontest.NewWebhook("http://shop.example/webhook", event, secret))
	}
	if handled != 2 {
		t.Errorf("expected 2 events, got %d", handled)
	}
}

func signedAs(body string) func(*http.Request) {
	return func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader(body))
		r.Header.Set(kgiton.SignatureHeader, kgiton.Sign([]byte(body), secret))
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestATestEventIsOneOfItsOwnAndSignedThroughout(t *testing.T) {
	event := kgitontest.NewEvent(func(e *kgiton.PaymentSuccessEvent) { e.Amount = 75000 })
	if event.PaymentID == kgitontest.NewEvent().PaymentID || event.Amount != 75000 {
		t.Errorf("expected an event of its own, got %+v", event)
	}
	unwrapped, err := kgiton.NewWebhooks(secret).UnwrapRequest(kgitontest.NewWebhook("http://shop.example", event, secret))
	if err != nil {
		t.Fatal(err)
	}
	paid := unwrapped.(*kgiton.PaymentSuccessEvent)
	body := string(paid.Raw)
	unsigned := body[:strings.Index(body, `,"signature"`)] + "}"
	if paid.Signature != kgiton.Sign([]byte(unsigned), secret) || paid.Amount != 75000 || !paid.PaidAt.Equal(event.PaidAt) {
		t.Errorf("expected the event as KGiTON sends it, got %s", body)
	}
}
