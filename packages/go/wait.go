package kgiton

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"
)

// WaitOption is an option of [PartnerPayment.WaitForPayment].
type WaitOption func(*wait)

// WaitAtMost sets how long to wait: 10 minutes by default. Wait a minute longer than the payment can be paid.
func WaitAtMost(timeout time.Duration) WaitOption {
	return func(w *wait) { w.timeout = timeout }
}

// WaitInterval sets how long to wait between a response and the next request: 5 seconds by default, and by the contract at
// least. Up to a fifth is added at random, so that many programs do not ask in step.
func WaitInterval(interval time.Duration) WaitOption {
	return func(w *wait) { w.interval = interval }
}

// WaitForPayment waits until a payment is paid, has expired or has failed, while a customer stands at the counter. It asks
// at once, and then after each interval. The webhook remains the primary way to learn of a payment: handle it too, because
// this wait ends with your process.
//
// After 429, 5xx or no response it asks less and less often, and never before the end of Retry-After. When the time is up,
// it returns the latest status, usually pending, without an error; check PaymentStatus before you hand over the goods. It
// returns an error at once if waiting cannot help, as after 401 and 404, or if the context is done; and the last error if
// the time is up and no status has arrived.
func (p *PartnerPayment) WaitForPayment(ctx context.Context, transactionID string, options ...WaitOption) (*PaymentStatusResponse, error) {
	w := wait{
		payments:      p,
		transactionID: transactionID,
		timeout:       defaultWaitTimeout * time.Millisecond,
		interval:      defaultWaitInterval * time.Millisecond,
	}
	for _, option := range options {
		option(&w)
	}
	if err := checkDuration("wait", w.timeout); err != nil {
		return nil, err
	}
	if err := checkDuration("interval", w.interval); err != nil {
		return nil, err
	}
	return w.until(ctx)
}

type wait struct {
	payments      *PartnerPayment
	transactionID string
	timeout       time.Duration
	interval      time.Duration

	latest  *PaymentStatusResponse
	failure error
}

func (w *wait) until(ctx context.Context) (*PaymentStatusResponse, error) {
	caller := w.payments.caller()
	end := caller.clock.Now().Add(w.timeout)
	for errorsInARow := 0; ; {
		rest := end.Sub(caller.clock.Now())
		if rest < time.Millisecond {
			return w.atTheEnd()
		}
		temporary, err := w.ask(ctx, rest)
		if err != nil {
			return nil, err
		}
		shortest := float64(w.interval)
		if temporary == nil {
			if w.latest.PaymentStatus.IsFinal() {
				return w.latest, nil
			}
			errorsInARow = 0
		} else {
			if errorsInARow < waitMaxDoublings {
				errorsInARow++
			}
			shortest = math.Max(shortest*math.Pow(2, float64(errorsInARow)), float64(temporary.RetryAfter))
		}
		pause := shortest * (1 + caller.clock.Random()*waitJitter)
		delay := time.Duration(math.Max(0, math.Min(pause, float64(end.Sub(caller.clock.Now())))))
		if temporary != nil {
			caller.warn(ctx, "kgiton: asking again", "error", temporary.Message, "delay", delay)
		}
		if caller.clock.Sleep(ctx, delay) != nil {
			errs := errorFactory{redact: caller.redactor, clock: caller.clock, isSafe: true}
			return nil, errs.ofContext(ctx, false)
		}
	}
}

func (w *wait) atTheEnd() (*PaymentStatusResponse, error) {
	switch {
	case w.latest != nil:
		return w.latest, nil
	case w.failure != nil:
		return nil, w.failure
	}
	message := fmt.Sprintf("No response within %d ms.", w.timeout.Milliseconds())
	return nil, &Error{Code: ErrorCodeTimeoutError, Message: message, class: ErrTimeout}
}

// ask asks once. It returns an error that may pass by itself as temporary.
func (w *wait) ask(ctx context.Context, rest time.Duration) (temporary *Error, err error) {
	longest := w.interval
	if request := waitRequestTimeout * time.Millisecond; longest < request {
		longest = request
	}
	if own := w.payments.caller().settings.timeout; own < longest {
		longest = own
	}
	timeout := longest
	if rest < timeout {
		timeout = rest
	}
	// The loop retries. It keeps the interval between any two requests.
	status, err := w.payments.CheckStatus(ctx, w.transactionID, WithTimeout(timeout), WithMaxRetries(0))
	if err == nil {
		w.latest = status
		return nil, nil
	}
	if ctx.Err() != nil || !errors.As(err, &temporary) || !isTemporary(temporary, w.latest != nil) {
		return nil, err
	}
	// The end of the wait cut the last request short, which says nothing about the server.
	if !errors.Is(err, ErrTimeout) || rest >= longest {
		w.failure = err
	}
	return temporary, nil
}

// isTemporary reports whether the error may pass by itself: 429, 5xx, or no response. Once a status has arrived, so may an
// unknown host name, an untrusted certificate, and a response of somebody else, such as the login page of a network.
func isTemporary(err *Error, hasStatus bool) bool {
	switch {
	case hasStatus && err.Code == ErrorCodeUnexpectedResponse:
		return true
	case err.StatusCode == 0:
		return hasStatus || !err.isPermanent
	}
	return err.StatusCode == http.StatusTooManyRequests || err.StatusCode >= 500
}
