package kgiton_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/kgiton/kgiton-go/v2"
	"github.com/kgiton/kgiton-go/v2/kgitontest"
)

// startServer plays KGiTON, so that the examples run anywhere: use the sandbox instead.
func startServer(status int, body string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
}

func Example() {
	server := startServer(200, qrisPayment)
	defer server.Close()

	client, err := kgiton.New("kgiton_your_api_key_here", kgiton.WithBaseURL(server.URL))
	if err != nil {
		panic(err)
	}
	payment, err := client.PartnerPayment.GenerateQRIS(context.Background(), kgiton.PartnerPaymentRequest{
		TransactionID: "TRX-1",
		Amount:        50000,
		LicenseKey:    "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX",
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(payment.PaymentID, payment.QRIS.QRImageURL, payment.ExpiresAt.Format(time.RFC3339))
	// Output: PAY-1 https://x 2026-01-15T10:30:00Z
}

func ExampleError() {
	server := startServer(402, `{"success":false,"code":"INSUFFICIENT_TOKENS","message":"No tokens are left."}`)
	defer server.Close()

	client, err := kgiton.New("kgiton_your_api_key_here", kgiton.WithBaseURL(server.URL))
	if err != nil {
		panic(err)
	}
	_, err = client.PartnerPayment.GenerateQRIS(context.Background(), kgiton.PartnerPaymentRequest{
		TransactionID: "TRX-1",
		Amount:        50000,
		LicenseKey:    "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX",
	})
	var failed *kgiton.Error
	switch {
	case errors.Is(err, kgiton.ErrInsufficientTokens):
		fmt.Println("Top up the license key:", err)
	case errors.As(err, &failed) && failed.OutcomeUnknown:
		fmt.Println("The payment may exist: call again with the same id")
	}
	// Output: Top up the license key: kgiton: No tokens are left.
}

func ExamplePartnerPayment_CheckStatus() {
	server := startServer(200, pendingStatus)
	defer server.Close()

	client, err := kgiton.New("kgiton_your_api_key_here", kgiton.WithBaseURL(server.URL))
	if err != nil {
		panic(err)
	}
	status, err := client.PartnerPayment.CheckStatus(context.Background(), "TRX-1")
	if err != nil {
		panic(err)
	}
	switch status.PaymentStatus {
	case kgiton.PaymentStatusPaid:
		fmt.Println("Paid at", status.PaidAt)
	case kgiton.PaymentStatusExpired, kgiton.PaymentStatusFailed:
		fmt.Println("Show a new code, with a new transaction id")
	default:
		fmt.Println("Not paid yet")
	}
	// Output: Not paid yet
}

func ExampleWebhooks_Handler() {
	webhooks := kgiton.NewWebhooks("whsec_test_kgiton")
	handler := webhooks.Handler(func(_ context.Context, event *kgiton.PaymentSuccessEvent) error {
		fmt.Println(event.TransactionID, "is paid:", event.Amount)
		return nil
	})

	// This is what KGiTON does.
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, kgitontest.NewWebhook("/webhook", kgitontest.NewEvent(), "whsec_test_kgiton"))
	fmt.Println(response.Code)
	// Output:
	// TRX-2026-001 is paid: 50000
	// 200
}

func ExampleWebhooks_Verify() {
	webhooks := kgiton.NewWebhooks("whsec_the_old_one", "whsec_the_new_one")
	body := []byte(`{"event":"payment.success"}`)

	fmt.Println(webhooks.Verify(body, kgiton.Sign(body, "whsec_the_new_one")))
	fmt.Println(webhooks.Verify([]byte("{}"), kgiton.Sign(body, "whsec_the_new_one")))
	// Output:
	// true
	// false
}
