package kgiton

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/kgiton/kgiton-go/v2/internal/jsonobject"
)

// Webhooks verifies webhooks. It is safe for concurrent use.
type Webhooks struct {
	// A function, because package fmt prints the fields of structs, unexported ones too.
	secrets func() []string
}

// NewWebhooks takes your webhook secret, or several during a rotation. Without one, it takes that of the environment
// variable KGITON_WEBHOOK_SECRET.
func NewWebhooks(secrets ...string) *Webhooks {
	if len(secrets) == 0 {
		secrets = []string{environmentVariable("KGITON_WEBHOOK_SECRET")}
	}
	var real []string
	for _, secret := range secrets {
		// Anybody can sign with an empty secret.
		if secret != "" {
			real = append(real, secret)
		}
	}
	return &Webhooks{func() []string { return real }}
}

// WebhookEvent is an event of a webhook: a [*PaymentSuccessEvent], or an [*UnknownEvent] that this version does not know.
type WebhookEvent interface {
	// EventType returns the name of the event, such as payment.success.
	EventType() string
}

// UnknownEvent is an event that this version does not know. Acknowledge it with 200.
type UnknownEvent struct {
	// The name of the event.
	Event string

	// The JSON object as received.
	Raw json.RawMessage
}

// EventType returns the name of the event.
func (e *UnknownEvent) EventType() string { return e.Event }

// MarshalJSON returns the JSON object as received.
func (e UnknownEvent) MarshalJSON() ([]byte, error) { return e.Raw, nil }

// Verify reports whether KGiTON sent this webhook: whether the signature matches exactly these bytes and the secret, or
// one of the secrets. It compares in constant time and never panics.
func (w *Webhooks) Verify(rawBody []byte, signature string) bool {
	return w.whyUnproven(rawBody, []string{signature}) == ""
}

// Unwrap verifies a webhook and reads it. The body is that which was received, byte for byte. The names of the headers may
// be in any case.
//
// The error is an [ErrWebhookSignature] if the webhook is not proven to come from KGiTON; the Reason of the [*Error] says
// why. It has the code [ErrorCodeWebhookPayloadError] if the webhook is proven, but is not JSON, not an event, or lacks
// properties of one.
func (w *Webhooks) Unwrap(rawBody []byte, header http.Header) (WebhookEvent, error) {
	if reason := w.whyUnproven(rawBody, signaturesIn(header)); reason != "" {
		return nil, signatureError(reason)
	}
	o := jsonobject.Parse(withoutByteOrderMark(rawBody))
	name := o.String("event")
	if o.Err() != nil {
		return nil, payloadError("event")
	}
	if name != EventPaymentSuccess {
		return &UnknownEvent{Event: name, Raw: o.Raw()}, nil
	}
	var event PaymentSuccessEvent
	if err := event.read(o); err != nil {
		var wrong *jsonobject.PropertyError
		if errors.As(err, &wrong) {
			return nil, payloadError(wrong.Name)
		}
		return nil, payloadError("event")
	}
	return &event, nil
}

// Sign signs a body as KGiTON does: the HMAC-SHA256 of its exact bytes in lowercase hex, for the header
// [SignatureHeader]. For tests of your webhook handler. Nothing accepts the signature of an empty secret.
func Sign(rawBody []byte, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(rawBody)
	return hex.EncodeToString(mac.Sum(nil))
}

// whyUnproven returns why the webhook is not proven to come from KGiTON; an empty reason if it is.
func (w *Webhooks) whyUnproven(rawBody []byte, signatures []string) WebhookSignatureReason {
	secrets := w.secrets()
	switch {
	case len(secrets) == 0:
		return WebhookSignatureReasonNoSecret
	case len(signatures) == 0 || len(signatures) == 1 && signatures[0] == "":
		return WebhookSignatureReasonNoSignature
	case len(signatures) > 1 || !isSignature(signatures[0]):
		return WebhookSignatureReasonMalformedSignature
	}
	reason := WebhookSignatureReasonMismatch
	for _, secret := range secrets {
		if hmac.Equal([]byte(Sign(rawBody, secret)), []byte(signatures[0])) {
			return ""
		}
		if strings.TrimSpace(secret) != secret {
			reason = WebhookSignatureReasonSecretWhiteSpace
		}
	}
	return reason
}

// isSignature reports whether a text has 64 lowercase hex digits, as in the contract.
func isSignature(text string) bool {
	return len(text) == hex.EncodedLen(sha256.Size) && strings.Trim(text, "0123456789abcdef") == ""
}

func signaturesIn(header http.Header) []string {
	if values := header.Values(SignatureHeader); len(values) > 0 {
		return values
	}
	// Headers that were put together by hand may have names of another form.
	var all []string
	for name, values := range header {
		if strings.EqualFold(name, SignatureHeader) {
			all = append(all, values...)
		}
	}
	return all
}

var signatureMessages = map[WebhookSignatureReason]string{
	WebhookSignatureReasonBodyParsed:         "The body was already read: read it only once, and pass its bytes.",
	WebhookSignatureReasonNoSecret:           "No webhook secret: pass it, or set KGITON_WEBHOOK_SECRET.",
	WebhookSignatureReasonNoSignature:        "The header " + SignatureHeader + " is missing.",
	WebhookSignatureReasonMalformedSignature: "The header " + SignatureHeader + " is not 64 lowercase hex digits.",
	WebhookSignatureReasonSecretWhiteSpace:   "The signature does not match, and the secret has surrounding white space: trim it.",
	WebhookSignatureReasonMismatch:           "The signature does not match: the body was changed, or the secret is wrong.",
}

func signatureError(reason WebhookSignatureReason) *Error {
	return &Error{
		Code:    ErrorCodeWebhookSignatureError,
		Message: signatureMessages[reason],
		Reason:  reason,
		class:   ErrWebhookSignature,
	}
}

func payloadError(property string) *Error {
	return &Error{
		Code:    ErrorCodeWebhookPayloadError,
		Message: fmt.Sprintf("The signature matches, but the body is not an event: a missing or wrong %s.", property),
	}
}
