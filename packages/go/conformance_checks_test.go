package kgiton_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
)

func checkExchange(t *testing.T, each exchange, requests []received, delays []time.Duration) {
	t.Helper()
	least, most := 0, each.Expect.ReceivedAtMost
	if each.Expect.Received != nil {
		least, most = *each.Expect.Received, *each.Expect.Received
	}
	if len(requests) < least || len(requests) > most {
		t.Errorf("expected %d to %d requests, got %d", least, most, len(requests))
	}
	for _, request := range requests {
		if request.Body != requests[0].Body {
			t.Errorf("expected all requests to have the same bytes, got %s and %s", requests[0].Body, request.Body)
		}
	}
	if len(delays) != len(each.Expect.Delays) {
		t.Fatalf("expected the delays %v, got %v", each.Expect.Delays, delays)
	}
	for i, delay := range delays {
		if math.Abs(float64(delay)/float64(time.Millisecond)-each.Expect.Delays[i]) > 0.01 {
			t.Errorf("expected the delays %v, got %v", each.Expect.Delays, delays)
		}
	}
	if each.Expect.Request != nil && len(requests) > 0 {
		checkContains(t, each.Expect.Request, asJSON(t, requests[0]))
	}
}

func checkOutcome(t *testing.T, each exchange, result any, err error) {
	t.Helper()
	switch {
	case each.Expect.InvalidArgument:
		if !errors.Is(err, kgiton.ErrInvalidArgument) {
			t.Errorf("expected an invalid argument, got %v", err)
		}
	case each.Expect.Error != nil:
		checkError(t, *each.Expect.Error, err)
	case err != nil:
		t.Error(err)
	default:
		checkContains(t, each.Expect.Result, asJSON(t, result))
	}
}

// The classes in the words of TypeScript, those that belong to another one first.
var classes = []struct {
	name  string
	class error
}{
	{"GatewayError", kgiton.ErrGateway},
	{"ServerError", kgiton.ErrServer},
	{"TimeoutError", kgiton.ErrTimeout},
	{"NetworkError", kgiton.ErrNetwork},
	{"RateLimitError", kgiton.ErrRateLimit},
	{"ValidationError", kgiton.ErrValidation},
	{"AuthenticationError", kgiton.ErrAuthentication},
	{"InsufficientTokensError", kgiton.ErrInsufficientTokens},
	{"LicenseError", kgiton.ErrLicense},
	{"TransactionNotFoundError", kgiton.ErrTransactionNotFound},
	{"ConflictError", kgiton.ErrConflict},
	{"WebhookSignatureError", kgiton.ErrWebhookSignature},
}

func classOf(err error) string {
	for _, each := range classes {
		if errors.Is(err, each.class) {
			return each.name
		}
	}
	return "KGiTONError"
}

func checkError(t *testing.T, expected expectedError, err error) {
	t.Helper()
	var failed *kgiton.Error
	if !errors.As(err, &failed) {
		t.Fatalf("expected a %s, got %v", expected.Class, err)
	}
	got := expectedError{
		Class:          classOf(err),
		Code:           string(failed.Code),
		StatusCode:     failed.StatusCode,
		RequestID:      failed.RequestID,
		RetryAfter:     failed.RetryAfter.Seconds(),
		OutcomeUnknown: failed.OutcomeUnknown,
		Errors:         failed.Errors,
		Reason:         string(failed.Reason),
		Message:        expected.Message,
		MessageAtMost:  expected.MessageAtMost,
	}
	for i := range expected.Errors {
		expected.Errors[i].Raw = nil
	}
	if !reflect.DeepEqual(got, expected) {
		t.Errorf("expected\n%+v, got\n%+v: %v", expected, got, err)
	}
	for _, part := range expected.Message {
		if !strings.Contains(failed.Message, part) {
			t.Errorf("expected %q in the message %q", part, failed.Message)
		}
	}
	if expected.MessageAtMost > 0 && len(err.Error()) > expected.MessageAtMost {
		t.Errorf("expected a message of at most %d bytes, got %d", expected.MessageAtMost, len(err.Error()))
	}
}

// checkShowsNone looks for secrets in whatever a program may print, log or send of an error, and of those that it wraps.
func checkShowsNone(t *testing.T, err error, secrets ...string) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		text, _ := json.Marshal(err)
		shown := fmt.Sprintf("%v %+v %#v %s %q %s", err, err, err, err, err, text)
		for _, secret := range secrets {
			if strings.Contains(shown, secret) {
				t.Errorf("expected no secret in %s", shown)
			}
		}
	}
}

func checkContains(t *testing.T, expected map[string]any, actual any) {
	t.Helper()
	object, _ := actual.(map[string]any)
	for name, value := range expected {
		got, exists := object[name]
		if inner, ok := value.(map[string]any); ok {
			checkContains(t, inner, got)
		} else if !exists || !reflect.DeepEqual(value, got) {
			t.Errorf("expected %s to be %v, got %v", name, value, got)
		}
	}
}

func asJSON(t *testing.T, value any) (object map[string]any) {
	t.Helper()
	data, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(data, &object)
	}
	if err != nil {
		t.Fatal(err)
	}
	return object
}

func milliseconds(number float64) time.Duration {
	return time.Duration(number * float64(time.Millisecond))
}

func readTable[Case any](t *testing.T, name string) (read table[Case]) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(tables, name+".json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the table is in the repository that this one is copied from")
	}
	if err == nil {
		err = json.Unmarshal(data, &read)
	}
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func conformanceServer(t *testing.T) string {
	t.Helper()
	server := os.Getenv("KGITON_CONFORMANCE_URL")
	if server == "" {
		t.Skip("test/conformance/go.test.ts starts the server of the table: npx vitest run it")
	}
	return server
}

func get(t *testing.T, url string, result any) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(data, result)
	}
	if err != nil {
		t.Fatal(err)
	}
}
