package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
	"github.com/kgiton/kgiton-go/v2/kgitontest"
	"github.com/kgiton/kgiton-go/v2/sandbox"
)

// running is a shop with an account of its own.
type running struct {
	account *kgitontest.Account
	shop    *shop
	url     string
}

// eachShop runs a test with the shop in each framework.
func eachShop(t *testing.T, test func(*testing.T, running)) {
	for name, serve := range frameworks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := kgitontest.NewAccount(t)
			orders, err := openOrders(context.Background(), filepath.Join(t.TempDir(), "orders.sqlite"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = orders.db.Close() })
			s := &shop{client: account.NewClient(), orders: orders, licenseKey: "SANDB-ACTIV-E0000-00000-00001"}
			server := httptest.NewServer(serve(s))
			t.Cleanup(server.Close)
			s.publicURL = server.URL
			test(t, running{account, s, server.URL})
		})
	}
}

func (r running) call(t *testing.T, method, path, body string) (status int, result map[string]any) {
	t.Helper()
	request, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = json.Unmarshal(data, &result)
	return response.StatusCode, result
}

func (r running) order(t *testing.T, id string) {
	t.Helper()
	status, code := r.call(t, "POST", "/orders", `{"id":"`+id+`","amount":50000}`)
	if status != 200 || !strings.HasPrefix(code["qr_image_url"].(string), "http") {
		t.Fatalf("expected a code, got %d, %v", status, code)
	}
}

func (r running) expect(t *testing.T, id, want string) {
	t.Helper()
	if status, got := r.call(t, "GET", "/orders/"+id, ""); status != 200 || got["status"] != want {
		t.Errorf("expected %s to be %s, got %d, %v", id, want, status, got)
	}
}

func TestAnOrderIsPaidOnceItsWebhookHasArrived(t *testing.T) {
	eachShop(t, func(t *testing.T, r running) {
		r.order(t, "ORDER-1")
		r.order(t, "ORDER-1")
		r.expect(t, "ORDER-1", "waiting")
		payment := r.account.Pay("ORDER-1")
		delivery := r.account.WaitForDelivery("ORDER-1")
		r.expect(t, "ORDER-1", "paid")

		// KGiTON delivers at least once.
		if _, err := r.account.Control.Redeliver(context.Background(), delivery.ID); err != nil {
			t.Fatal(err)
		}
		for again := 0; again < 2; {
			now, err := r.account.Control.GetDelivery(context.Background(), delivery.ID)
			if err != nil {
				t.Fatal(err)
			}
			again = len(now.Attempts)
		}
		if _, count := r.call(t, "GET", "/payments/"+payment.PaymentID+"/count", ""); count["count"] != 1.0 {
			t.Errorf("expected the payment to count once, got %v", count)
		}
	})
}

func TestAnOrderThatIsPaidIsNotCancelledAlthoughItsWebhookIsLost(t *testing.T) {
	eachShop(t, func(t *testing.T, r running) {
		r.account.Fault(sandbox.FaultKindNever)
		r.order(t, "ORDER-1")
		r.account.Pay("ORDER-1")
		r.expect(t, "ORDER-1", "waiting")
		if status, got := r.call(t, "POST", "/orders/ORDER-1/cancel", ""); status != 200 || got["status"] != "paid" {
			t.Errorf("expected the order to be paid, got %d, %v", status, got)
		}
		r.order(t, "ORDER-2")
		r.account.Advance(31 * time.Minute)
		if status, got := r.call(t, "POST", "/orders/ORDER-2/cancel", ""); status != 200 || got["status"] != "cancelled" {
			t.Errorf("expected the order to be cancelled, got %d, %v", status, got)
		}
	})
}

func TestWhatIsNotKGiTONsIsRefused(t *testing.T) {
	eachShop(t, func(t *testing.T, r running) {
		r.order(t, "ORDER-1")
		event := kgitontest.NewEvent(func(e *kgiton.PaymentSuccessEvent) { e.TransactionID = "ORDER-1" })
		response, err := http.DefaultClient.Do(kgitontest.NewWebhook(r.url+"/webhook/payment", event, "whsec_forged"))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != 401 {
			t.Errorf("expected 401, got %d", response.StatusCode)
		}
		r.expect(t, "ORDER-1", "waiting")
		if status, _ := r.call(t, "POST", "/orders", `{"id":"ORDER 2","amount":1}`); status != 400 {
			t.Errorf("expected 400, got %d", status)
		}
		if status, _ := r.call(t, "GET", "/orders/ORDER-9", ""); status != 404 {
			t.Errorf("expected 404, got %d", status)
		}
	})
}

func TestTheWebhookPassesCheckWebhookInFull(t *testing.T) {
	command := strings.Fields(os.Getenv("KGITON_SANDBOX_COMMAND"))
	if len(command) == 0 {
		t.Skip("set KGITON_SANDBOX_COMMAND, such as node kgiton-sandbox.cjs")
	}
	eachShop(t, func(t *testing.T, r running) {
		r.order(t, "ORDER-1")
		args := append(command[1:], "check-webhook", r.url+"/webhook/payment",
			"--transaction-id", "ORDER-1", "--amount", "50000", "--probe", r.url+"/payments/{payment_id}/count")
		output, err := exec.Command(command[0], args...).CombinedOutput()
		if err != nil || strings.Contains(string(output), "unseen") || strings.Contains(string(output), "advice") {
			t.Errorf("expected it to pass, got %v:\n%s", err, output)
		}
	})
}
