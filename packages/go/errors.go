package kgiton

import (
	"errors"
	"time"
)

// Error is the error of a call, and of a webhook that is refused. Get it with [errors.As]. No field, no message and no
// wrapped error contains the API key, a webhook secret or a whole license key.
type Error struct {
	// Why it failed, for programs. An unknown code from a newer server is passed on unchanged.
	Code ErrorCode

	// Why it failed, for people.
	Message string

	// Whether the payment may exist even though the call failed. To find out, call again with the same transaction id, or
	// ask with CheckStatus. Never true for CheckStatus and WaitForPayment, which change nothing.
	OutcomeUnknown bool

	// The HTTP status, or 0 if there was no response.
	StatusCode int

	// KGiTON's id of the request, if a response had one. Quote it when you contact support.
	RequestID string

	// The properties of the request that are wrong.
	Errors []FieldError

	// How long the server asks to wait, if it does.
	RetryAfter time.Duration

	// Why a webhook is not proven to come from KGiTON, for [ErrWebhookSignature].
	Reason WebhookSignatureReason

	class error
	cause error

	// Whether a retry is pointless until somebody fixes the certificate, the protocol or the host name.
	isPermanent bool
}

// Error returns the message.
func (e *Error) Error() string { return "kgiton: " + e.Message }

// Unwrap returns what kept a response from arriving, such as [context.Canceled] or a [*net.OpError]; nil if there was a
// response.
//
// [*net.OpError]: https://pkg.go.dev/net#OpError
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether the error is of a class, such as [ErrGateway], or of the class that this belongs to: [ErrServer].
func (e *Error) Is(target error) bool {
	for class := e.class; class != nil; class = class.(*errorClass).of {
		if class == target {
			return true
		}
	}
	return false
}

// errorClass is what errors have in common that a caller treats alike.
type errorClass struct {
	text string
	of   error
}

func (c *errorClass) Error() string { return "kgiton: " + c.text }

// The classes of errors, for [errors.Is].
var (
	// 400: the request is wrong. Correct the properties that Errors names, then call again.
	ErrValidation error = &errorClass{text: "the request is wrong"}

	// 401: the API key is missing or unknown.
	ErrAuthentication error = &errorClass{text: "the API key is missing or unknown"}

	// 402: the license key has no tokens left. Top it up, then call again.
	ErrInsufficientTokens error = &errorClass{text: "the license key has no tokens left"}

	// 403 or 404: the license key has expired, or is not one of yours.
	ErrLicense error = &errorClass{text: "the license key has expired, or is not one of yours"}

	// 404 of a status: no payment with this transaction id was generated with this API key.
	ErrTransactionNotFound error = &errorClass{text: "there is no payment with this transaction id"}

	// 409: the transaction id was already used for a different payment.
	ErrConflict error = &errorClass{text: "the transaction id was already used for a different payment"}

	// 429: too many requests, even after the retries. RetryAfter says how long to wait, if the server does.
	ErrRateLimit error = &errorClass{text: "too many requests"}

	// 5xx: the server failed; your request is not at fault.
	ErrServer error = &errorClass{text: "the server failed"}

	// 502 GATEWAY_ERROR, an ErrServer: the payment gateway failed, even after the retries. No token was taken.
	ErrGateway error = &errorClass{text: "the payment gateway failed", of: ErrServer}

	// No response arrived, or the context was done before it did. The wrapped error says why.
	ErrNetwork error = &errorClass{text: "no response arrived"}

	// An ErrNetwork: no complete response arrived within the timeout, or before the deadline of the context.
	ErrTimeout error = &errorClass{text: "no complete response arrived in time", of: ErrNetwork}

	// The webhook is not proven to come from KGiTON. Ignore what it says, and respond with 401.
	ErrWebhookSignature error = &errorClass{text: "the webhook is not proven to come from KGiTON"}
)

// ErrInvalidArgument is the error of an invalid option or argument: a mistake in the program. Nothing was sent. Unlike all
// other errors, it is not an [*Error].
var ErrInvalidArgument = errors.New("kgiton: invalid argument")
