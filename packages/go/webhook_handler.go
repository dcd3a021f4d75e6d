package kgiton

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
)

// longestWebhook is how long the body of a webhook may be. No webhook of KGiTON is.
const longestWebhook = 1 << 20

// errBodyTooLong is the error of a webhook that is longer than any of KGiTON.
var errBodyTooLong = fmt.Errorf("kgiton: the body of the webhook is longer than %d bytes", longestWebhook)

// UnwrapRequest reads the body of a request, at most 1 MiB of it, and unwraps it as [Webhooks.Unwrap] does. Use it where
// [Webhooks.Handler] does not fit, and respond with [StatusOf] its error.
func (w *Webhooks) UnwrapRequest(request *http.Request) (WebhookEvent, error) {
	if request.Body == nil {
		return w.Unwrap(nil, request.Header)
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, longestWebhook+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("kgiton: the body of the webhook could not be read: %w", err)
	case len(body) > longestWebhook:
		return nil, errBodyTooLong
	case len(body) == 0 && request.ContentLength > 0:
		return nil, signatureError(WebhookSignatureReasonBodyParsed)
	}
	return w.Unwrap(body, request.Header)
}

// StatusOf returns the status with which to respond to a webhook: 200 without an error, 401 to a webhook that is not proven
// to come from KGiTON, 413 to one that is too long, and 500 otherwise, after which KGiTON delivers it again. A missing secret
// and a body that was read before are mistakes of your server, so they are a 500: no payment is lost once they are fixed.
func StatusOf(err error) int {
	var refused *Error
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, errBodyTooLong):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &refused) && errors.Is(err, ErrWebhookSignature):
		switch refused.Reason {
		case WebhookSignatureReasonBodyParsed, WebhookSignatureReasonNoSecret:
			return http.StatusInternalServerError
		}
		return http.StatusUnauthorized
	}
	return http.StatusInternalServerError
}

// HandlerOption is an option of [Webhooks.Handler].
type HandlerOption func(*webhookHandler)

// OnWebhookError sets the function that is called with the error of each webhook that is refused or not processed. By
// default, package log logs the error.
func OnWebhookError(report func(*http.Request, error)) HandlerOption {
	return func(h *webhookHandler) { h.report = report }
}

// Handler returns the endpoint that the WebhookURL points to. It verifies each webhook and calls onPaid for each payment
// that was paid. It responds with 405 to any method but POST, otherwise with [StatusOf] the error.
//
// KGiTON delivers at least once: let the database count each PaymentID once, in one transaction with the order. If onPaid
// returns an error or panics, KGiTON delivers again. Finish within 30 seconds ([WebhookTimeoutSeconds]).
func (w *Webhooks) Handler(onPaid func(context.Context, *PaymentSuccessEvent) error, options ...HandlerOption) http.Handler {
	h := &webhookHandler{webhooks: w, onPaid: onPaid, report: logWebhookError}
	for _, option := range options {
		option(h)
	}
	return h
}

type webhookHandler struct {
	webhooks *Webhooks
	onPaid   func(context.Context, *PaymentSuccessEvent) error
	report   func(*http.Request, error)
}

func (h *webhookHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	event, err := h.webhooks.UnwrapRequest(r)
	status := StatusOf(err)
	// Later versions of the contract may add events; they are acknowledged.
	if paid, ok := event.(*PaymentSuccessEvent); ok {
		if err = h.onPaid(r.Context(), paid); err != nil {
			status = http.StatusInternalServerError
		}
	}
	if err == nil {
		fmt.Fprintln(w, "OK")
		return
	}
	h.report(r, err)
	if status == http.StatusRequestEntityTooLarge {
		// The rest stays unread, so the connection cannot serve another request.
		w.Header().Set("Connection", "close")
	}
	http.Error(w, http.StatusText(status), status)
}

func logWebhookError(_ *http.Request, err error) { log.Print(err) }
