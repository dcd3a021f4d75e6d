// Receives webhooks from KGiTON. Run "go mod init shop", install github.com/kgiton/kgiton-go/v2,
// then run: go run webhook_handler.go
// Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

// payments processes each payment only once, because KGiTON delivers at least once.
type payments struct {
	mutex     sync.Mutex      // A duplicate may arrive at the same moment.
	processed map[string]bool // By payment id; in your application, a unique column of your database.
}

func (p *payments) processOnce(_ context.Context, event *kgiton.PaymentSuccessEvent) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.processed[event.PaymentID] {
		// Move slow work to a queue: KGiTON waits 30 seconds for the response.
		log.Println("Paid:", event.TransactionID, event.Amount)
		p.processed[event.PaymentID] = true
	}
	return nil // After an error, KGiTON delivers again.
}

func main() {
	if os.Getenv("KGITON_WEBHOOK_SECRET") == "" {
		log.Fatal("Set KGITON_WEBHOOK_SECRET.")
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	p := &payments{processed: map[string]bool{}}
	server := &http.Server{
		Addr: "127.0.0.1:" + port,
		// Verifies the signature over the raw body in constant time: 401 if it is wrong.
		Handler:     kgiton.NewWebhooks().Handler(p.processOnce),
		ReadTimeout: 30 * time.Second,
	}
	log.Println("Listening on http://" + server.Addr)
	log.Fatal(server.ListenAndServe())
}
