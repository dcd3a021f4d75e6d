package kgitontest_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
	"github.com/kgiton/kgiton-go/v2/kgitontest"
	"github.com/kgiton/kgiton-go/v2/sandbox"
)

const license = "SANDB-ACTIV-E0000-00000-00001"

func requestFor(id string) kgiton.PartnerPaymentRequest {
	return kgiton.PartnerPaymentRequest{TransactionID: id, Amount: 50000, LicenseKey: license}
}

func newAccount(t *testing.T) *kgitontest.Account {
	t.Helper()
	if os.Getenv("KGITON_SANDBOX_URL") == "" {
		t.Skip("set KGITON_SANDBOX_URL, or let npx vitest run test/conformance/go.test.ts do it")
	}
	return kgitontest.NewAccount(t)
}

func TestAPaymentIsGeneratedPaidAndKnownAsPaid(t *testing.T) {
	account, ctx := newAccount(t), context.Background()
	payments := account.NewClient().PartnerPayment
	payment, err := payments.GenerateQRIS(ctx, requestFor("ORDER-1"))
	if err != nil || payment.QRIS.QRContent == "" || payment.RequestID == "" {
		t.Fatalf("expected a code, got %+v, %v", payment, err)
	}
	account.Pay("ORDER-1")
	status, err := payments.WaitForPayment(ctx, "ORDER-1")
	if err != nil || status.PaymentStatus != kgiton.PaymentStatusPaid || status.PaidAt == nil {
		t.Errorf("expected the payment to be paid, got %+v, %v", status, err)
	}
}

func TestACheckoutPageHasAnAddress(t *testing.T) {
	request := requestFor("ORDER-1")
	request.Items = []kgiton.PaymentItem{{ID: "1", Name: "Cuci 5 kg <kilat>", Price: 50000, Quantity: 1}}
	page, err := newAccount(t).NewClient().PartnerPayment.GenerateCheckoutPage(context.Background(), request)
	if err != nil || !strings.HasPrefix(page.PaymentURL, "http") {
		t.Errorf("expected an address, got %+v, %v", page, err)
	}
}

func TestALostResponseTakesNoSecondToken(t *testing.T) {
	account, ctx := newAccount(t), context.Background()
	account.Fault(sandbox.FaultKindLostResponse, kgitontest.Times(1))
	if _, err := account.NewClient(kgiton.WithClock(instant{})).PartnerPayment.GenerateQRIS(ctx, requestFor("ORDER-1")); err != nil {
		t.Fatal(err)
	}
	before := tokens(t, account)
	if _, err := account.NewClient().PartnerPayment.GenerateQRIS(ctx, requestFor("ORDER-1")); err != nil {
		t.Fatal(err)
	}
	if now := tokens(t, account); now != before || now != 999_999 {
		t.Errorf("expected one token to be taken, got %d and %d left", before, now)
	}
}

func tokens(t *testing.T, account *kgitontest.Account) int64 {
	t.Helper()
	license, err := account.Control.GetLicense(context.Background(), license)
	if err != nil {
		t.Fatal(err)
	}
	return license.Tokens
}

// instant sleeps no time.
type instant struct{}

func (instant) Now() time.Time                             { return time.Now() }
func (instant) Sleep(context.Context, time.Duration) error { return nil }
func (instant) Random() float64                            { return 0 }

func TestErrorsOfTheContractHaveTheirClasses(t *testing.T) {
	account, ctx := newAccount(t), context.Background()
	account.SetTokens(license, 0)
	client := account.NewClient(kgiton.WithMaxRetries(0))
	_, err := client.PartnerPayment.GenerateQRIS(ctx, requestFor("ORDER-1"))
	if !errors.Is(err, kgiton.ErrInsufficientTokens) {
		t.Errorf("expected no tokens, got %v", err)
	}
	if _, err := client.PartnerPayment.CheckStatus(ctx, "ORDER-1"); !errors.Is(err, kgiton.ErrTransactionNotFound) {
		t.Errorf("expected no payment, got %v", err)
	}
	_, err = client.PartnerPayment.GenerateQRIS(ctx, kgiton.PartnerPaymentRequest{TransactionID: "ORDER 1", Amount: 50000, LicenseKey: license})
	var failed *kgiton.Error
	if !errors.Is(err, kgiton.ErrValidation) || !errors.As(err, &failed) || failed.Errors[0].Path != "/transaction_id" {
		t.Errorf("expected the wrong property, got %v", err)
	}
}

func TestPaymentsExpireAndFailAsTheTestSays(t *testing.T) {
	account, ctx := newAccount(t), context.Background()
	payments := account.NewClient().PartnerPayment
	for id, end := range map[string]func(string){
		"EXPIRED": func(id string) { account.Expire(id) },
		"LATE":    func(string) { account.Advance(31 * time.Minute) },
		"FAILED":  func(id string) { account.Fail(id) },
	} {
		if _, err := payments.GenerateQRIS(ctx, requestFor(id)); err != nil {
			t.Fatal(err)
		}
		end(id)
		status, err := payments.CheckStatus(ctx, id)
		want := map[string]kgiton.PaymentStatus{"FAILED": kgiton.PaymentStatusFailed}[id]
		if want == "" {
			want = kgiton.PaymentStatusExpired
		}
		if err != nil || status.PaymentStatus != want {
			t.Errorf("expected %s to be %s, got %+v, %v", id, want, status, err)
		}
	}
}

func TestAWebhookIsDeliveredAgainAfterAFailure(t *testing.T) {
	account, ctx := newAccount(t), context.Background()
	paid := make(chan string, 10)
	statuses := []int{500, 200}
	handler := account.NewClient().Webhooks.Handler(func(_ context.Context, event *kgiton.PaymentSuccessEvent) error {
		status := statuses[0]
		statuses = statuses[1:]
		if status != 200 {
			return errors.New("the database is gone")
		}
		paid <- event.TransactionID
		return nil
	}, kgiton.OnWebhookError(func(*http.Request, error) {}))
	shop := httptest.NewServer(handler)
	t.Cleanup(shop.Close)
	request := requestFor("ORDER-1")
	request.WebhookURL = shop.URL
	if _, err := account.NewClient().PartnerPayment.GenerateQRIS(ctx, request); err != nil {
		t.Fatal(err)
	}
	account.Pay("ORDER-1")
	for first := true; first; {
		list, err := account.Control.ListDeliveries(ctx, sandbox.ListDeliveriesOptions{Payment: "ORDER-1"})
		if err != nil {
			t.Fatal(err)
		}
		first = len(list.Deliveries) == 0 || len(list.Deliveries[0].Attempts) == 0
	}
	account.Advance(time.Minute)
	delivery := account.WaitForDelivery("ORDER-1")
	if len(delivery.Attempts) != 2 || *delivery.Attempts[0].Status != 500 || <-paid != "ORDER-1" {
		t.Errorf("expected a second attempt, got %+v", delivery.Attempts)
	}
}

func TestATestThatWaitsInVainIsToldWhy(t *testing.T) {
	account := newAccount(t)
	failing := &recorder{TB: t}
	func() {
		defer func() { _ = recover() }()
		kgitontest.ForTest(failing, account).Pay("ORDER-9")
	}()
	if !strings.Contains(failing.message, "ORDER-9") {
		t.Errorf("expected the sandbox's words, got %q", failing.message)
	}
}

// recorder is a test that has failed.
type recorder struct {
	testing.TB
	message string
}

func (r *recorder) Helper() {}

func (r *recorder) Fatal(args ...any) {
	r.message = args[0].(error).Error()
	panic("ended")
}

func TestASandboxThatTheTestsStartEndsWithThem(t *testing.T) {
	program := os.Getenv("KGITON_TEST_SANDBOX")
	if program == "" {
		t.Skip("test/conformance/go.test.ts names the sandbox of this repository")
	}
	tests := exec.Command(os.Args[0], "-test.run", "^TestStartsASandbox$", "-test.v")
	tests.Env = append(os.Environ(), "KGITON_SANDBOX_URL=", "KGITON_SANDBOX_COMMAND="+program, "KGITON_TEST_START=1")
	output, err := tests.CombinedOutput()
	_, url, found := bytes.Cut(output, []byte("sandbox at "))
	if err != nil || !found {
		t.Fatalf("expected a sandbox, got %s, %v", output, err)
	}
	address := strings.Fields(string(url))[0]
	for deadline := time.Now().Add(time.Minute); ; {
		response, err := http.Get(address + "/_sandbox/health")
		if err != nil {
			return
		}
		response.Body.Close()
		if time.Now().After(deadline) {
			t.Fatalf("expected %s to end with the tests", address)
		}
	}
}

func TestStartsASandbox(t *testing.T) {
	if os.Getenv("KGITON_TEST_START") == "" {
		t.Skip("another test runs this one")
	}
	t.Log("sandbox at", kgitontest.NewAccount(t).Control.URL)
	// The sandbox must live as long as the tests do, whatever the garbage collector finds.
	for i := 0; i < 20; i++ {
		runtime.GC()
		kgitontest.NewAccount(t)
	}
}
