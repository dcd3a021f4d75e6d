// go test
package shop

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

const secret = "whsec_test_kgiton"

var sandbox string

// TestMain starts a sandbox for all tests.
func TestMain(m *testing.M) {
	stop := start()
	code := m.Run()
	stop()
	os.Exit(code)
}

// start uses the sandbox of KGITON_SANDBOX_URL, such as a container, or starts one. Another command is
// "node kgiton-sandbox.cjs".
func start() (stop func()) {
	stop = func() {}
	sandbox = os.Getenv("KGITON_SANDBOX_URL")
	if sandbox == "" {
		command := os.Getenv("KGITON_SANDBOX_COMMAND")
		if command == "" {
			command = "kgiton-sandbox"
		}
		words := append(strings.Fields(command), "--port", "0", "--json")
		process := exec.Command(words[0], words[1:]...)
		output, err := process.StdoutPipe()
		must(err)
		must(process.Start())
		var listening struct{ URL string }
		must(json.NewDecoder(output).Decode(&listening))
		sandbox = listening.URL
		stop = func() {
			process.Process.Signal(syscall.SIGTERM)
			process.Wait()
		}
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		response, err := http.Get(sandbox + "/_sandbox/health")
		if err == nil && response.StatusCode == http.StatusOK {
			return stop
		}
		if time.Now().After(deadline) {
			panic(sandbox + " does not respond")
		}
	}
}

func TestAnOrderIsPaidOnceItsWebhookHasArrived(t *testing.T) {
	t.Parallel()
	// An API key of this test alone, so that tests can run in parallel.
	random := make([]byte, 16)
	rand.Read(random)
	apiKey := "kgiton_" + hex.EncodeToString(random)
	webhookURL, paid := startShop(t)

	call(t, apiKey, "POST", "/api/partner/payment/generate", map[string]any{
		"transaction_id": "ORDER-1",
		"amount":         50000,
		"license_key":    "SANDB-ACTIV-E0000-00000-00001",
		"payment_type":   "QRIS",
		"webhook_url":    webhookURL,
	})
	call(t, apiKey, "POST", "/_sandbox/payments/ORDER-1/pay", nil)
	call(t, apiKey, "GET", "/_sandbox/deliveries?payment=ORDER-1&state=delivered&wait=5000", nil)

	if order := <-paid; order != "ORDER-1" {
		t.Errorf("expected ORDER-1 to be paid, got %q", order)
	}
}

// startShop stands in for your application: the URL of its webhook handler, and the orders that are paid.
func startShop(t *testing.T) (string, <-chan string) {
	paid := make(chan string, 10)
	shop := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		expected := hex.EncodeToString(mac.Sum(nil))
		if !hmac.Equal([]byte(expected), []byte(r.Header.Get("X-KGiTON-Signature"))) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var event struct {
			TransactionID string `json:"transaction_id"`
		}
		json.Unmarshal(body, &event)
		paid <- event.TransactionID
	}))
	// From a container, the sandbox reaches this test as host.docker.internal.
	host := os.Getenv("WEBHOOK_HOST")
	if host == "" {
		host = "127.0.0.1"
	} else {
		shop.Listener.Close()
		listener, err := net.Listen("tcp", ":0")
		must(err)
		shop.Listener = listener
	}
	shop.Start()
	t.Cleanup(shop.Close)
	_, port, _ := net.SplitHostPort(shop.Listener.Addr().String())
	return "http://" + net.JoinHostPort(host, port) + "/webhook/payment", paid
}

func call(t *testing.T, apiKey, method, path string, body any) {
	t.Helper()
	var content bytes.Buffer
	if body != nil {
		must(json.NewEncoder(&content).Encode(body))
	}
	request, err := http.NewRequest(method, sandbox+path, &content)
	must(err)
	request.Header.Set("x-api-key", apiKey)
	request.Header.Set("content-type", "application/json")
	response, err := http.DefaultClient.Do(request)
	must(err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		message, _ := io.ReadAll(response.Body)
		t.Fatalf("%s %s: %s %s", method, path, response.Status, message)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
