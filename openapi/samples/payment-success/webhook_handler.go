// Receives webhooks from KGiTON. Run: go run webhook_handler.go
// Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.
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

// handler receives webhooks. KGiTON delivers at least once, so it processes each payment only once.
type handler struct {
	secret []byte

	mutex     sync.Mutex      // A duplicate may arrive at the same moment.
	processed map[string]bool // By payment id; in your application, a unique column of your database.
}

// isFromKGiTON compares in constant time. A missing or malformed signature counts as wrong.
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
	// The exact bytes: the signature covers them.
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
	// Later versions may add events; acknowledge them.
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
	// Move slow work to a queue: KGiTON waits 30 seconds for the response.
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
