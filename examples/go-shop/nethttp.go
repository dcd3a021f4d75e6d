package main

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/kgiton/kgiton-go/v2"
)

// withNetHTTP serves the shop with net/http alone.
func withNetHTTP(s *shop) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", func(w http.ResponseWriter, r *http.Request) {
		var given newOrder
		if err := json.NewDecoder(r.Body).Decode(&given); err != nil {
			http.Error(w, "expected an order", http.StatusBadRequest)
			return
		}
		payment, err := s.order(r.Context(), given.ID, given.Amount)
		if err != nil {
			http.Error(w, "the code could not be made", statusOf(err))
			return
		}
		writeJSON(w, map[string]any{"qr_image_url": payment.QRIS.QRImageURL, "expires_at": payment.ExpiresAt})
	})
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		status, err := s.orders.status(r.Context(), r.PathValue("id"))
		if err != nil {
			http.Error(w, "no order", statusOf(err))
			return
		}
		writeJSON(w, map[string]any{"status": status})
	})
	mux.HandleFunc("POST /orders/{id}/cancel", func(w http.ResponseWriter, r *http.Request) {
		status, err := s.cancel(r.Context(), r.PathValue("id"))
		if err != nil {
			http.Error(w, "not cancelled", statusOf(err))
			return
		}
		writeJSON(w, map[string]any{"status": status})
	})
	mux.Handle("/webhook/payment", s.client.Webhooks.Handler(func(ctx context.Context, event *kgiton.PaymentSuccessEvent) error {
		return s.receive(ctx, event)
	}))
	// For kgiton-sandbox check-webhook --probe. Leave it out in production.
	mux.HandleFunc("GET /payments/{id}/count", func(w http.ResponseWriter, r *http.Request) {
		count, err := s.orders.count(r.Context(), r.PathValue("id"))
		if err != nil {
			http.Error(w, "not counted", statusOf(err))
			return
		}
		writeJSON(w, map[string]any{"count": count})
	})
	return mux
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
