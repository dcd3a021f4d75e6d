package kgiton

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/kgiton/kgiton-go/v2/internal/jsonobject"
)

// longestBody is how long a response may be. No response of KGiTON is, and an endless one would use up the memory.
const longestBody = 10 << 20

// operation is a request, and what makes its response a success.
type operation struct {
	method string
	path   string

	// JSON, or nil if the request has no body.
	body []byte

	// read reads the JSON object of a success. An error means that it violates the contract.
	read func(o *jsonobject.Object, requestID string) error
}

// isSafe reports whether the request changes nothing, so that its outcome is never unknown.
func (o operation) isSafe() bool { return o.method == http.MethodGet }

// response is a complete response.
type response struct {
	status int
	header http.Header
	body   []byte
}

func (r response) isSuccess() bool { return r.status >= 200 && r.status < 300 }

// send sends a request, and again after temporary failures. Each attempt sends the same bytes.
func (c *caller) send(ctx context.Context, o operation, options []RequestOption) error {
	settings := c.settings
	for _, option := range options {
		option.applyToRequest(&settings)
	}
	if err := settings.check(); err != nil {
		return err
	}
	errs := errorFactory{redact: c.redactor, clock: c.clock, isSafe: o.isSafe()}
	for attempt := 1; ; attempt++ {
		if ctx.Err() != nil {
			return errs.ofContext(ctx, false)
		}
		start := c.clock.Now()
		err := c.try(ctx, o, settings, &errs, func(outcome any, requestID string) {
			c.debug(ctx, "kgiton: attempt", "method", o.method, "url", c.baseURL+o.path, "outcome", outcome,
				"duration", c.clock.Now().Sub(start), "attempt", attempt, "request_id", requestID)
		})
		if err == nil {
			return nil
		}
		if ctx.Err() != nil && err.StatusCode == 0 {
			return errs.ofContext(ctx, true)
		}
		errs.mayExist = err.OutcomeUnknown
		delay, ok := retryDelay(err, attempt, c.clock)
		if !ok || attempt > settings.maxRetries {
			return err
		}
		c.warn(ctx, "kgiton: retrying", "error", err.Message, "delay", delay)
		if c.clock.Sleep(ctx, delay) != nil {
			return errs.ofContext(ctx, false)
		}
	}
}

// try makes one attempt.
func (c *caller) try(ctx context.Context, o operation, s settings, errs *errorFactory, report func(any, string)) *Error {
	received, err := c.exchange(ctx, o, s)
	if err != nil {
		failed := errs.ofFailure(err, s.timeout)
		report(failed.Code, "")
		return failed
	}
	requestID := c.redactor(received.header.Get(RequestIDHeader))
	content, ok := readBody(received)
	if !ok {
		failed := errs.ofUnexpected(received, describeBody(received, c.redactor))
		report(received.status, requestID)
		return failed
	}
	report(received.status, requestID)
	if !received.isSuccess() {
		return errs.ofResponse(received, content)
	}
	if err := o.read(content.object, requestID); err != nil {
		return errs.ofUnexpected(received, err.Error())
	}
	return nil
}

// exchange sends the request once and reads the whole response.
func (c *caller) exchange(ctx context.Context, o operation, s settings) (received response, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, o.method, c.baseURL+o.path, bytes.NewReader(o.body))
	if err != nil {
		return received, err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", userAgent)
	if o.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for _, header := range s.headers {
		request.Header.Set(header[0], header[1])
	}
	request.Header.Set(APIKeyHeader, c.apiKey)
	httpResponse, err := c.httpClient.Do(request)
	if err != nil {
		return received, withoutURL(err)
	}
	defer httpResponse.Body.Close()
	body, err := io.ReadAll(io.LimitReader(httpResponse.Body, longestBody+1))
	if err != nil {
		return received, err
	}
	if len(body) > longestBody {
		return received, fmt.Errorf("a response of more than %d bytes", longestBody)
	}
	return response{httpResponse.StatusCode, httpResponse.Header, body}, nil
}

// debug and warn log a line without secrets. If the logger panics, the line is lost, never the payment.
func (c *caller) debug(ctx context.Context, message string, args ...any) {
	if c.logger != nil {
		defer func() { _ = recover() }()
		c.logger.DebugContext(ctx, message, c.redacted(args)...)
	}
}

func (c *caller) warn(ctx context.Context, message string, args ...any) {
	if c.logger != nil {
		defer func() { _ = recover() }()
		c.logger.WarnContext(ctx, message, c.redacted(args)...)
	}
}

func (c *caller) redacted(args []any) []any {
	for i, arg := range args {
		switch value := arg.(type) {
		case time.Duration, int, int64:
		default:
			args[i] = c.redactor.line(fmt.Sprint(value))
		}
	}
	return args
}
