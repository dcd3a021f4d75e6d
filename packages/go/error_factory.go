package kgiton

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// errorFactory makes the errors of one call.
type errorFactory struct {
	redact redact
	clock  Clock

	// Whether the request changes nothing, so that its outcome is never unknown.
	isSafe bool

	// Whether an earlier attempt may have created the payment.
	mayExist bool
}

// ofResponse returns the error for an error response, whether its code comes from the contract or from a newer one.
func (f *errorFactory) ofResponse(r response, c content) *Error {
	code := ErrorCode(c.code)
	class := code.class()
	// By the contract a rejection is final, except 401, which KGiTON checks before it looks for an earlier payment. A
	// documented 5xx took nothing itself, but an earlier attempt may still be in flight.
	mayExist := f.mayExist && (r.status == http.StatusUnauthorized || r.status >= 500)
	if class == nil {
		class = classOfStatus(r.status)
		mayExist = f.mayExist || r.status >= 500
	}
	message := c.message
	for i, field := range c.errors {
		if i == 0 && !mentions(message, field) {
			message += fmt.Sprintf(" %s: %s", field.Path, field.Message)
		}
		c.errors[i] = FieldError{Path: f.redact(field.Path), Message: f.redact(field.Message)}
	}
	failed := f.create(r, code, class, message, mayExist)
	failed.Errors = c.errors
	return failed
}

// ofUnexpected returns the error for a response that violates the contract.
func (f *errorFactory) ofUnexpected(r response, got string) *Error {
	message := fmt.Sprintf("Expected a JSON body of the contract, got status %d with %s.", r.status, got)
	mayExist := f.mayExist || r.isSuccess() || r.status >= 500
	return f.create(r, ErrorCodeUnexpectedResponse, classOfStatus(r.status), message, mayExist)
}

// ofFailure returns the error for a timeout, or for no response at all.
func (f *errorFactory) ofFailure(err error, timeout time.Duration) *Error {
	failure := failureOf(err)
	if failure.isTimeout {
		if errors.Is(err, context.DeadlineExceeded) {
			failure.reason = fmt.Sprintf("timeout of %d ms", timeout.Milliseconds())
		}
		return f.ofNoResponse(ErrorCodeTimeoutError, ErrTimeout, failure.reason, err, true)
	}
	failed := f.ofNoResponse(ErrorCodeNetworkError, ErrNetwork, failure.reason, err, !failure.isUnsent)
	failed.isPermanent = failure.isPermanent
	return failed
}

// ofContext returns the error for a context that is done.
func (f *errorFactory) ofContext(ctx context.Context, isSent bool) *Error {
	err := ctx.Err()
	if errors.Is(err, context.DeadlineExceeded) {
		return f.ofNoResponse(ErrorCodeTimeoutError, ErrTimeout, err.Error(), err, isSent)
	}
	return f.ofNoResponse(ErrorCodeNetworkError, ErrNetwork, err.Error(), err, isSent)
}

func (f *errorFactory) ofNoResponse(code ErrorCode, class error, reason string, cause error, isSent bool) *Error {
	outcomeUnknown := !f.isSafe && (f.mayExist || isSent)
	return &Error{
		Code:           code,
		Message:        f.redact("No complete response: "+reason+".") + advice(outcomeUnknown),
		OutcomeUnknown: outcomeUnknown,
		class:          class,
		cause:          f.safeCause(cause),
	}
}

func (f *errorFactory) create(r response, code ErrorCode, class error, message string, mayExist bool) *Error {
	outcomeUnknown := !f.isSafe && mayExist
	return &Error{
		Code:           ErrorCode(f.redact(string(code))),
		Message:        f.redact(message) + advice(outcomeUnknown),
		OutcomeUnknown: outcomeUnknown,
		StatusCode:     r.status,
		RequestID:      f.redact(r.header.Get(RequestIDHeader)),
		RetryAfter:     retryAfter(r.header, f.clock.Now()),
		class:          class,
	}
}

// safeCause returns the cause, or only its message if it or what it wraps shows a secret: the transport of somebody else may
// return errors that contain the request with its headers.
func (f *errorFactory) safeCause(cause error) error {
	for err := cause; err != nil; err = errors.Unwrap(err) {
		text := fmt.Sprintf("%v %+v %#v", err, err, err)
		if f.redact(text) != text {
			return errors.New(f.redact(cause.Error()))
		}
	}
	return cause
}

// classOfStatus returns the class of an error whose code says nothing; nil if there is none.
func classOfStatus(status int) error {
	switch {
	case status == http.StatusTooManyRequests:
		return ErrRateLimit
	case status >= 500:
		return ErrServer
	}
	return nil
}

func advice(outcomeUnknown bool) string {
	if !outcomeUnknown {
		return ""
	}
	return " The outcome is unknown: call again with the same transaction id, or ask with checkStatus."
}

// mentions reports whether a message already names the wrong property and what is wrong with it.
func mentions(message string, field FieldError) bool {
	name := field.Path[strings.LastIndex(field.Path, "/")+1:]
	return strings.Contains(message, field.Message) && strings.Contains(message, name)
}
