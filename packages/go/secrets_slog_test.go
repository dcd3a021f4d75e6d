//go:build go1.21

package kgiton_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/kgiton/kgiton-go/v2"
)

func TestSlogShowsNoSecret(t *testing.T) {
	server := respond(t, 503, "Busy "+apiKey)
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler {
			return slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug})
		},
		"JSON": func(b *bytes.Buffer) slog.Handler {
			return slog.NewJSONHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug})
		},
	} {
		var buffer bytes.Buffer
		log := slog.New(handler(&buffer))
		client := newClient(t, server.URL, kgiton.WithLogger(log))
		_, err := client.PartnerPayment.GenerateQRIS(context.Background(), named)
		log.Warn("all", "client", client, "webhooks", client.Webhooks, "request", named, "pointer", &named, "error", err)
		for _, each := range secrets {
			if strings.Contains(buffer.String(), each) {
				t.Errorf("expected no secret as %s, got %s", name, buffer.String())
			}
		}
		for _, part := range []string{"kgiton: attempt", "kgiton: retrying", "TRX-1", "[redacted]"} {
			if !strings.Contains(buffer.String(), part) {
				t.Errorf("expected %q as %s, got %s", part, name, buffer.String())
			}
		}
	}
}
