package kgiton_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

func TestWhatIsReceivedIsTypedAndKeepsWhatIsNew(t *testing.T) {
	server := respond(t, 200, strings.Replace(qrisPayment, "{", `{"fee":350,`, 1))
	payment, err := newClient(t, server.URL).PartnerPayment.GenerateQRIS(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	if !payment.ExpiresAt.Equal(time.Date(2026, 1, 15, 10, 30, 0, 0, time.UTC)) || payment.QRIS.QRImageURL != "https://x" {
		t.Errorf("expected times and codes, got %+v", payment)
	}
	var added struct{ Fee int }
	if err := json.Unmarshal(payment.Raw, &added); err != nil || added.Fee != 350 {
		t.Errorf("expected the fee in Raw, got %+v, %v", added, err)
	}
}

func TestNullIsNilForTimesAndEmptyForTexts(t *testing.T) {
	var status kgiton.PaymentStatusResponse
	if err := json.Unmarshal([]byte(pendingStatus), &status); err != nil {
		t.Fatal(err)
	}
	if status.PaidAt != nil || status.GatewayTransactionID != "" || status.PaymentStatus.IsFinal() {
		t.Errorf("expected nothing yet, got %+v", status)
	}
	paid := strings.Replace(pendingStatus, `"paid_at":null`, `"paid_at":"2026-01-15T10:25:00.5Z"`, 1)
	if err := json.Unmarshal([]byte(paid), &status); err != nil || status.PaidAt == nil || status.PaidAt.Nanosecond() != 5e8 {
		t.Errorf("expected a time, got %v, %v", status.PaidAt, err)
	}
}

func TestPropertiesOfAnotherTypeOrCaseAreNotTakenForTheRightOnes(t *testing.T) {
	for name, other := range map[string]string{
		"paid_at":    strings.Replace(pendingStatus, `"paid_at":null`, `"paid_at":"2026-13-15T10:25:00Z"`, 1),
		"expires_at": strings.Replace(pendingStatus, `"expires_at":"2026-01-15T10:30:00Z"`, `"expires_at":1768472700`, 1),
		"amount":     strings.Replace(pendingStatus, `"amount":50000`, `"amount":50000.5`, 1),
		"payment_id": strings.Replace(pendingStatus, `"payment_id"`, `"Payment_ID"`, 1),
		"created_at": strings.Replace(pendingStatus, `"created_at"`, `"CREATED_AT"`, 1),
	} {
		var status kgiton.PaymentStatusResponse
		if err := json.Unmarshal([]byte(other), &status); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("expected %s to be refused, got %v", name, err)
		}
	}
	for _, amount := range []string{"9007199254740994.0", "1e30", "-1e30", `"1"`, "true", "null", "{}"} {
		var status kgiton.PaymentStatusResponse
		if err := json.Unmarshal([]byte(strings.Replace(pendingStatus, "50000", amount, 1)), &status); err == nil {
			t.Errorf("expected the amount %s to be refused, got %d", amount, status.Amount)
		}
	}
}

func TestAResponseThatATestMakesByHandIsJSONToo(t *testing.T) {
	paidAt := time.Date(2026, 1, 15, 10, 25, 0, 0, time.UTC)
	made := kgiton.PaymentStatusResponse{PaymentID: "PAY-1", PaymentStatus: kgiton.PaymentStatusPaid, PaidAt: &paidAt}
	data, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	var read kgiton.PaymentStatusResponse
	if err := json.Unmarshal(data, &read); err != nil || read.PaymentID != "PAY-1" || !read.PaidAt.Equal(paidAt) {
		t.Errorf("expected the same again, got %+v, %v", read, err)
	}
}

func TestAnErrorCodeKnowsItsCatalogue(t *testing.T) {
	code := kgiton.ErrorCodeGatewayError
	if code.Status() != 502 || !code.IsRetryable() || code.Description() == "" || code.Remedy() == "" {
		t.Errorf("expected the catalogue, got %d, %t, %q, %q", code.Status(), code.IsRetryable(), code.Description(), code.Remedy())
	}
	code = "NEW_CODE"
	if code.Status() != 0 || code.IsRetryable() || code.Description() != "" || code.Remedy() != "" {
		t.Error("expected nothing of a code that is new")
	}
}
