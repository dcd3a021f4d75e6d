package kgiton_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

func TestACallThatItsContextEndsSaysSoAndThatThePaymentMayExist(t *testing.T) {
	arrived := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(arrived)
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := newClient(t, server.URL).PartnerPayment.GenerateQRIS(ctx, request)
	var failed *kgiton.Error
	if !errors.As(err, &failed) || !failed.OutcomeUnknown {
		t.Errorf("expected an unknown outcome, got %v", err)
	}
	if !errors.Is(err, context.Canceled) || !errors.Is(err, kgiton.ErrNetwork) || errors.Is(err, kgiton.ErrTimeout) {
		t.Errorf("expected a call that was cancelled, got %v", err)
	}
}

func TestACallWhoseContextIsDoneSendsNothing(t *testing.T) {
	var requests int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { atomic.AddInt32(&requests, 1) }))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	payments := newClient(t, server.URL).PartnerPayment
	_, generating := payments.GenerateQRIS(ctx, request)
	_, asking := payments.CheckStatus(ctx, "TRX-1")
	_, waiting := payments.WaitForPayment(ctx, "TRX-1")
	for _, err := range []error{generating, asking, waiting} {
		var failed *kgiton.Error
		if !errors.As(err, &failed) || failed.OutcomeUnknown || !errors.Is(err, kgiton.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("expected a timeout with a known outcome, got %v", err)
		}
	}
	if count := atomic.LoadInt32(&requests); count != 0 {
		t.Errorf("expected no request, got %d", count)
	}
}

func TestTheDeadlineOfAContextIsNotTakenForTheTimeoutOfAnAttempt(t *testing.T) {
	server := hang(t)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := newClient(t, server.URL, kgiton.WithMaxRetries(0)).PartnerPayment.GenerateQRIS(ctx, request)
	if !errors.Is(err, kgiton.ErrTimeout) || !strings.Contains(err.Error(), "context deadline exceeded") {
		t.Errorf("expected the deadline of the context, got %v", err)
	}
}

func TestAContextEndsTheDelayBetweenAttempts(t *testing.T) {
	server := respond(t, 503, "Busy")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client, err := kgiton.New(apiKey, kgiton.WithBaseURL(server.URL), kgiton.WithLogger(loggerOf(func(level, _ string) {
		if level == "warn" {
			cancel()
		}
	})))
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.PartnerPayment.GenerateQRIS(ctx, request)
	var failed *kgiton.Error
	if !errors.As(err, &failed) || !failed.OutcomeUnknown || !errors.Is(err, context.Canceled) {
		t.Errorf("expected a call that was cancelled, with an unknown outcome, got %v", err)
	}
}

func TestAContextEndsAWait(t *testing.T) {
	server := respond(t, 200, pendingStatus)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client, err := kgiton.New(apiKey, kgiton.WithBaseURL(server.URL), kgiton.WithLogger(loggerOf(func(string, string) { cancel() })))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.PartnerPayment.WaitForPayment(ctx, "TRX-1"); !errors.Is(err, context.Canceled) {
		t.Errorf("expected the error of the context, got %v", err)
	}
}
