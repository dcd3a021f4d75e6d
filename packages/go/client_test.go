package kgiton_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

func (l *logger) add(level, message string, args []any) {
	l.lines = append(l.lines, fmt.Sprintln(append([]any{level, message}, args...)...))
}

func TestTheEnvironmentSetsWhatTheProgramDoesNot(t *testing.T) {
	server := respond(t, 200, qrisPayment)
	t.Setenv("KGITON_API_KEY", " "+apiKey+"\n")
	t.Setenv("KGITON_BASE_URL", server.URL+"/")
	t.Setenv("KGITON_WEBHOOK_SECRET", secret)
	client, err := kgiton.New("")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.PartnerPayment.GenerateQRIS(context.Background(), request); err != nil {
		t.Error(err)
	}
	if !client.Webhooks.Verify([]byte("x"), kgiton.Sign([]byte("x"), secret)) {
		t.Error("expected the secret of the environment to verify")
	}
}

func TestWithoutAnAPIKeyTheMessageSaysWhatToDo(t *testing.T) {
	t.Setenv("KGITON_API_KEY", " ")
	_, err := kgiton.New("")
	if !errors.Is(err, kgiton.ErrInvalidArgument) || !strings.Contains(err.Error(), "set KGITON_API_KEY") {
		t.Errorf("expected advice, got %v", err)
	}
}

func TestAPaymentOfATypeThatTheVersionDoesNotKnowIsNotSent(t *testing.T) {
	server := respond(t, 200, qrisPayment)
	other := request
	other.PaymentType = "EWALLET"
	_, err := newClient(t, server.URL).PartnerPayment.Generate(context.Background(), other)
	if !errors.Is(err, kgiton.ErrInvalidArgument) {
		t.Errorf("expected an invalid argument, got %v", err)
	}
}

func TestTextsThatAreNotUTF8AreRefused(t *testing.T) {
	server := respond(t, 200, qrisPayment)
	for _, other := range []kgiton.PartnerPaymentRequest{
		{TransactionID: "TRX-\xff"},
		{Items: []kgiton.PaymentItem{{Name: "\xff"}}},
	} {
		_, err := newClient(t, server.URL).PartnerPayment.GenerateQRIS(context.Background(), other)
		if !errors.Is(err, kgiton.ErrInvalidArgument) {
			t.Errorf("expected an invalid argument, got %v", err)
		}
	}
}

type loggerOf func(level, message string)

func (f loggerOf) DebugContext(_ context.Context, message string, _ ...any) { f("debug", message) }
func (f loggerOf) WarnContext(_ context.Context, message string, _ ...any)  { f("warn", message) }

func TestALoggerThatPanicsLosesItsLineAndNotThePayment(t *testing.T) {
	server := respond(t, 200, qrisPayment)
	client := newClient(t, server.URL, kgiton.WithLogger(loggerOf(func(string, string) { panic("full disk") })))
	if _, err := client.PartnerPayment.GenerateQRIS(context.Background(), request); err != nil {
		t.Error(err)
	}
}

func TestAttemptsRetriesAndOtherPaymentsAreLogged(t *testing.T) {
	responses := []int{503, 200}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("X-Request-Id", "req_1\u0085[31m")
		w.WriteHeader(responses[0])
		responses = responses[1:]
		_, _ = io.WriteString(w, strings.Replace(qrisPayment, "TRX-1", "TRX-2", 1))
	}))
	t.Cleanup(server.Close)
	log := &logger{}
	client := newClient(t, server.URL, kgiton.WithLogger(log))
	if _, err := client.PartnerPayment.GenerateQRIS(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(log.lines, "")
	for _, part := range []string{
		"debug kgiton: attempt method POST url " + server.URL + "/api/partner/payment/generate outcome 503 duration 0s attempt 1",
		"warn kgiton: retrying", "outcome 200", "attempt 2", "warn kgiton: other transaction id asked TRX-1 got TRX-2",
	} {
		if !strings.Contains(all, part) {
			t.Errorf("expected %q in\n%s", part, all)
		}
	}
	if len(log.lines) != 4 || strings.Contains(all, "\u0085") || strings.Contains(all, licenseKey) {
		t.Errorf("expected four lines without control characters and keys, got\n%s", all)
	}
}

func TestTheUserAgentNamesThePackageAndGo(t *testing.T) {
	var agent string
	client := newClient(t, "http://shop.example", kgiton.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		agent = r.UserAgent()
		return nil, errors.New("offline")
	})}), kgiton.WithMaxRetries(0))
	_, _ = client.PartnerPayment.CheckStatus(context.Background(), "TRX-1")
	if !strings.HasPrefix(agent, "kgiton-go/"+kgiton.PackageVersion+" go") {
		t.Errorf("expected package and Go, got %q", agent)
	}
}

func TestAGivenHTTPClientStaysAsItIs(t *testing.T) {
	server := respond(t, 200, qrisPayment)
	given := &http.Client{Timeout: time.Minute}
	if _, err := newClient(t, server.URL, kgiton.WithHTTPClient(given)).PartnerPayment.GenerateQRIS(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	if given.CheckRedirect != nil || given.Timeout != time.Minute {
		t.Error("expected the client to be unchanged")
	}
}

func TestOneClientServesManyGoroutines(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		id := strings.Split(string(body), `"`)[3]
		if call := r.Header.Get("X-Call"); call != id {
			t.Errorf("expected the header of %s, got that of %s", id, call)
		}
		_, _ = io.WriteString(w, strings.Replace(qrisPayment, "TRX-1", id, 1))
	}))
	t.Cleanup(server.Close)
	// A list of three has room for a fourth.
	client := newClient(t, server.URL, kgiton.WithHeader("A", "1"), kgiton.WithHeader("B", "2"), kgiton.WithHeader("C", "3"),
		kgiton.WithLogger(loggerOf(func(string, string) {})))
	var group sync.WaitGroup
	for i := 0; i < 50; i++ {
		own := request
		own.TransactionID = fmt.Sprintf("TRX-%d", i)
		group.Add(1)
		go func() {
			defer group.Done()
			payment, err := client.PartnerPayment.GenerateQRIS(context.Background(), own, kgiton.WithHeader("X-Call", own.TransactionID))
			if err != nil || payment.TransactionID != own.TransactionID {
				t.Errorf("expected %s, got %v, %v", own.TransactionID, payment, err)
			}
		}()
	}
	group.Wait()
}

func TestACallDoesNotGetTheHeadersOfAnotherOne(t *testing.T) {
	var calls []string
	client := newClient(t, "http://shop.example", kgiton.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		calls = append(calls, r.Header.Get("X-Call"))
		return nil, errors.New("offline")
	})}), kgiton.WithHeader("A", "1"), kgiton.WithHeader("B", "2"), kgiton.WithHeader("C", "3"), kgiton.WithLogger(loggerOf(func(level, _ string) {
		// Between the first attempt and its retry.
		if level == "warn" && len(calls) == 1 {
			calls = append(calls, "second")
			_, _ = second.PartnerPayment.CheckStatus(context.Background(), "TRX-2", kgiton.WithHeader("X-Call", "second"), kgiton.WithMaxRetries(0))
		}
	})))
	second = client
	_, _ = client.PartnerPayment.CheckStatus(context.Background(), "TRX-1", kgiton.WithHeader("X-Call", "first"), kgiton.WithMaxRetries(1))
	if got := strings.Join(calls, " "); got != "first second second first" {
		t.Errorf("expected the retry to have the header of its call, got %s", got)
	}
}

var second *kgiton.Client

func TestTheSystemClockSleepsAsLongAsItIsTold(t *testing.T) {
	responses := []int{503, 200}
	var times []time.Time
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		times = append(times, time.Now())
		w.Header().Set("Retry-After", "0.2")
		w.WriteHeader(responses[0])
		responses = responses[1:]
		_, _ = io.WriteString(w, qrisPayment)
	}))
	t.Cleanup(server.Close)
	client, err := kgiton.New(apiKey, kgiton.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.PartnerPayment.GenerateQRIS(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	if times[1].Sub(times[0]) < 200*time.Millisecond {
		t.Errorf("expected a delay of 200 ms, got %s", times[1].Sub(times[0]))
	}
}
