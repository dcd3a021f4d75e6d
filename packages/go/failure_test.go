package kgiton_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

func TestAHostThatIsUnknownIsNotAskedAgainAndOneThatCannotBeLookedUpNowIs(t *testing.T) {
	for isNotFound, want := range map[bool]int{true: 1, false: 3} {
		requests := 0
		client := newClient(t, "http://shop.example", kgiton.WithHTTPClient(&http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
			requests++
			return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no", Name: "shop.example", IsNotFound: isNotFound}}
		})}))
		_, err := client.PartnerPayment.GenerateQRIS(context.Background(), request)
		var failed *kgiton.Error
		if !errors.As(err, &failed) || failed.OutcomeUnknown || requests != want {
			t.Errorf("expected %d requests and a known outcome, got %d, %v", want, requests, err)
		}
	}
}

func TestARequestThatTheEndOfAWaitCutsShortSaysNothingAboutTheServer(t *testing.T) {
	var requests int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if atomic.AddInt32(&requests, 1) == 1 {
			w.WriteHeader(503)
			return
		}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	_, err := newClient(t, server.URL).PartnerPayment.WaitForPayment(context.Background(), "TRX-1", kgiton.WaitAtMost(10_030*time.Millisecond))
	if !errors.Is(err, kgiton.ErrServer) {
		t.Errorf("expected the error of the server, got %v", err)
	}
}

func TestATimeoutOfTheHTTPClientIsATimeout(t *testing.T) {
	server := hang(t)
	client := newClient(t, server.URL, kgiton.WithHTTPClient(&http.Client{Timeout: 20 * time.Millisecond}), kgiton.WithMaxRetries(0))
	_, err := client.PartnerPayment.GenerateQRIS(context.Background(), request)
	var failed *kgiton.Error
	if !errors.As(err, &failed) || !errors.Is(err, kgiton.ErrTimeout) || !failed.OutcomeUnknown {
		t.Errorf("expected a timeout, got %v", err)
	}
}

func TestAResponseWithoutEndIsGivenUp(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	_, err := newClient(t, server.URL, kgiton.WithMaxRetries(0)).PartnerPayment.GenerateQRIS(context.Background(), request)
	if !errors.Is(err, kgiton.ErrNetwork) || !strings.Contains(err.Error(), "a response of more than 10485760 bytes") {
		t.Errorf("expected the response to be given up, got %v", err)
	}
}
