// Receives the webhooks of KGiTON. Run: go run webhook_handler.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
	"time"
)

const maxBytes = 1 << 20

type event struct {
	Event         string `json:"event"`
	PaymentID     string `json:"payment_id"`
	TransactionID string `json:"transaction_id"`
	Amount        int64  `json:"amount"` // whole rupiah
}

// handler receives webhooks. KGiTON delivers at least once: a payment is processed once.
type handler struct {
	secret []byte

	mutex     sync.Mutex      // A duplicate may come at the same moment.
	processed map[string]bool // By payment id; in your application, a unique column of your database.
}

// isFromKGiTON compares in constant time. A missing or malformed signature is simply a wrong one.
func (h *handler) isFromKGiTON(body []byte, signature string) bool {
	mac := hmac.New(sha256.New, h.secret)
	mac.Write(body)
	expected := hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(expected), []byte(signature))
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	// The exact bytes: that is what the signature covers.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBytes))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if !h.isFromKGiTON(body, r.Header.Get("X-KGiTON-Signature")) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	// Later versions may have other events; they are acknowledged.
	if e.Event == "payment.success" {
		h.processOnce(e)
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *handler) processOnce(e event) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.processed[e.PaymentID] {
		return
	}
	// Slow work belongs in a queue: KGiTON waits 30 seconds for the answer.
	log.Println("Paid:", e.TransactionID, e.Amount)
	h.processed[e.PaymentID] = true
}

func main() {
	secret := os.Getenv("KGITON_WEBHOOK_SECRET")
	if secret == "" {
		log.Fatal("Set KGITON_WEBHOOK_SECRET.")
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	server := &http.Server{
		Addr:        "127.0.0.1:" + port,
		Handler:     &handler{secret: []byte(secret), processed: map[string]bool{}},
		ReadTimeout: 30 * time.Second,
	}
	log.Println("Listening on http://" + server.Addr)
	log.Fatal(server.ListenAndServe())
}
