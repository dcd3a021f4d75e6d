package kgiton_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

// The table that the SDKs of all languages keep to: test/conformance in the repository.
const tables = "../../test/conformance/generated"

type table[Case any] struct {
	APIKey     string `json:"apiKey"`
	LicenseKey string `json:"licenseKey"`
	Cases      []Case `json:"cases"`
}

type exchange struct {
	Name   string `json:"name"`
	Client struct {
		APIKey     *string           `json:"apiKey"`
		BaseURL    *string           `json:"baseUrl"`
		Timeout    *float64          `json:"timeout"`
		MaxRetries *int              `json:"maxRetries"`
		Headers    map[string]string `json:"headers"`
	} `json:"client"`
	Random *float64   `json:"random"`
	Now    *time.Time `json:"now"`
	Server string     `json:"server"`
	Call   struct {
		Operation     string          `json:"operation"`
		Request       json.RawMessage `json:"request"`
		TransactionID string          `json:"transactionId"`
		Timeout       *float64        `json:"timeout"`
		Interval      *float64        `json:"interval"`
		Options       struct {
			Timeout    *float64          `json:"timeout"`
			MaxRetries *int              `json:"maxRetries"`
			Headers    map[string]string `json:"headers"`
		} `json:"options"`
	} `json:"call"`
	Expect struct {
		Received        *int           `json:"received"`
		ReceivedAtMost  int            `json:"receivedAtMost"`
		Delays          []float64      `json:"delays"`
		Request         map[string]any `json:"request"`
		Result          map[string]any `json:"result"`
		Error           *expectedError `json:"error"`
		InvalidArgument bool           `json:"invalidArgument"`
	} `json:"expect"`
}

type expectedError struct {
	Class          string              `json:"class"`
	Code           string              `json:"code"`
	StatusCode     int                 `json:"statusCode"`
	RequestID      string              `json:"requestId"`
	RetryAfter     float64             `json:"retryAfter"`
	OutcomeUnknown bool                `json:"outcomeUnknown"`
	Errors         []kgiton.FieldError `json:"errors"`
	Reason         string              `json:"reason"`
	Message        []string            `json:"message"`
	MessageAtMost  int                 `json:"messageAtMost"`
}

type received struct {
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

func TestExchangesEndAsTheTableSays(t *testing.T) {
	server := conformanceServer(t)
	for _, file := range []string{"requests", "waits"} {
		table := readTable[exchange](t, file)
		if len(table.Cases) < 20 {
			t.Errorf("expected more than %d cases in %s", len(table.Cases), file)
		}
		for index, each := range table.Cases {
			each, at := each, fmt.Sprintf("%s/%d", file, index)
			t.Run(file+": "+each.Name, func(t *testing.T) {
				t.Parallel()
				clock := newTableClock(each)
				baseURL := server + "/" + at
				if each.Server != "" {
					get(t, baseURL+"/server", &baseURL)
				}
				result, err := call(each, table.APIKey, baseURL, clock)
				var requests []received
				get(t, server+"/received/"+at, &requests)
				checkExchange(t, each, requests, clock.delays)
				checkOutcome(t, each, result, err)
				checkShowsNone(t, err, table.APIKey, table.LicenseKey)
			})
		}
	}
}

func TestWebhooksAreUnwrappedAsTheTableSays(t *testing.T) {
	type webhook struct {
		Name    string         `json:"name"`
		Body    string         `json:"body"`
		Headers map[string]any `json:"headers"`
		Secrets []string       `json:"secrets"`
		Expect  struct {
			Event map[string]any `json:"event"`
			Error *expectedError `json:"error"`
		} `json:"expect"`
	}
	table := readTable[webhook](t, "webhooks")
	if len(table.Cases) < 30 {
		t.Errorf("expected more than %d cases", len(table.Cases))
	}
	for _, each := range table.Cases {
		each := each
		t.Run(each.Name, func(t *testing.T) {
			header := http.Header{}
			for name, value := range each.Headers {
				switch value := value.(type) {
				case string:
					header[name] = []string{value}
				case []any:
					for _, item := range value {
						header[name] = append(header[name], fmt.Sprint(item))
					}
				}
			}
			// An empty list means that there is none, not that of the environment.
			webhooks := kgiton.NewWebhooks(append(each.Secrets, "")...)
			event, err := webhooks.Unwrap([]byte(each.Body), header)
			if each.Expect.Error != nil {
				checkError(t, *each.Expect.Error, err)
			} else if err != nil {
				t.Error(err)
			} else {
				checkContains(t, each.Expect.Event, asJSON(t, event))
			}
			for _, secret := range each.Secrets {
				if secret != "" {
					checkShowsNone(t, err, secret)
				}
			}
		})
	}
}

func call(each exchange, apiKey, baseURL string, clock kgiton.Clock) (any, error) {
	given := each.Client
	if given.APIKey != nil {
		apiKey = *given.APIKey
	}
	if given.BaseURL != nil {
		baseURL = *given.BaseURL
	}
	options := []kgiton.Option{kgiton.WithBaseURL(baseURL), kgiton.WithClock(clock)}
	for _, option := range shared(given.Timeout, given.MaxRetries, given.Headers) {
		options = append(options, option)
	}
	client, err := kgiton.New(apiKey, options...)
	if err != nil {
		return nil, err
	}
	var forCall []kgiton.RequestOption
	for _, option := range shared(each.Call.Options.Timeout, each.Call.Options.MaxRetries, each.Call.Options.Headers) {
		forCall = append(forCall, option)
	}
	ctx := context.Background()
	switch each.Call.Operation {
	case "generate":
		var request kgiton.PartnerPaymentRequest
		if err := json.Unmarshal(each.Call.Request, &request); err != nil {
			return nil, err
		}
		return client.PartnerPayment.Generate(ctx, request, forCall...)
	case "checkStatus":
		return client.PartnerPayment.CheckStatus(ctx, each.Call.TransactionID, forCall...)
	}
	var waiting []kgiton.WaitOption
	if each.Call.Timeout != nil {
		waiting = append(waiting, kgiton.WaitAtMost(milliseconds(*each.Call.Timeout)))
	}
	if each.Call.Interval != nil {
		waiting = append(waiting, kgiton.WaitInterval(milliseconds(*each.Call.Interval)))
	}
	return client.PartnerPayment.WaitForPayment(ctx, each.Call.TransactionID, waiting...)
}

func shared(timeout *float64, maxRetries *int, headers map[string]string) (options []kgiton.SharedOption) {
	if timeout != nil {
		options = append(options, kgiton.WithTimeout(milliseconds(*timeout)))
	}
	if maxRetries != nil {
		options = append(options, kgiton.WithMaxRetries(*maxRetries))
	}
	for name, value := range headers {
		options = append(options, kgiton.WithHeader(name, value))
	}
	return options
}

// tableClock passes only while the client sleeps, and then at once. The timeout of an attempt is real.
type tableClock struct {
	mutex  sync.Mutex
	now    time.Time
	random float64
	delays []time.Duration
}

func newTableClock(each exchange) *tableClock {
	clock := &tableClock{now: time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC), random: 0.5}
	if each.Now != nil {
		clock.now = *each.Now
	}
	if each.Random != nil {
		clock.random = *each.Random
	}
	return clock
}

func (c *tableClock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.now
}

func (c *tableClock) Sleep(_ context.Context, duration time.Duration) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.delays = append(c.delays, duration)
	c.now = c.now.Add(duration)
	return nil
}

func (c *tableClock) Random() float64 { return c.random }
