package kgiton

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/kgiton/kgiton-go/v2/internal/jsonobject"
)

// PartnerPayment creates payments, each for one token of the license key, and asks whether they have been paid, which takes
// none. Get it from a [Client].
type PartnerPayment struct {
	caller func() *caller
}

// received is what is read from a response.
type received interface {
	read(o *jsonobject.Object) error
	setRequestID(id string)
}

// CheckStatus asks once whether a payment has been paid. Takes no token. The webhook remains the primary way to learn of
// it: ask if you may have missed it, or before you cancel an order. Ask from your server only, where the API key is.
//
// The error is an [ErrTransactionNotFound] if no payment with this id was generated with your API key. OutcomeUnknown is
// never true: asking changes nothing.
func (p *PartnerPayment) CheckStatus(ctx context.Context, transactionID string, options ...RequestOption) (*PaymentStatusResponse, error) {
	segment, err := pathSegment(transactionID)
	if err != nil {
		return nil, err
	}
	var status PaymentStatusResponse
	err = p.caller().send(ctx, operation{
		method: http.MethodGet,
		path:   strings.Replace(getPaymentStatusPath, "{transactionId}", segment, 1),
		read: func(o *jsonobject.Object, requestID string) error {
			status = PaymentStatusResponse{RequestID: requestID}
			err := status.read(o)
			// The status of another payment must never be taken for that of this one.
			if status.TransactionID != transactionID {
				return &jsonobject.PropertyError{Name: "transaction_id"}
			}
			return err
		},
	}, options)
	if err != nil {
		return nil, err
	}
	return &status, nil
}

// generate sends the request and reads the payment.
func (p *PartnerPayment) generate(ctx context.Context, request PartnerPaymentRequest, payment received, options []RequestOption) error {
	if !isUTF8(reflect.ValueOf(request)) {
		return invalidArgument("expected texts in UTF-8")
	}
	body, err := jsonobject.Marshal(request)
	if err != nil {
		return invalidArgument("expected a request that is JSON")
	}
	return p.caller().hiding(request.LicenseKey).send(ctx, operation{
		method: http.MethodPost,
		path:   generatePaymentPath,
		body:   body,
		read: func(o *jsonobject.Object, requestID string) error {
			payment.setRequestID(requestID)
			return payment.read(o)
		},
	}, options)
}

// warnOfOther logs what the contract rules out, and what nobody should have to find out from an empty till.
func (p *PartnerPayment) warnOfOther(ctx context.Context, request PartnerPaymentRequest, transactionID string, amount int64) {
	if transactionID != request.TransactionID {
		p.caller().warn(ctx, "kgiton: other transaction id", "asked", request.TransactionID, "got", transactionID)
	}
	if amount != request.Amount {
		p.caller().warn(ctx, "kgiton: other amount", "asked", request.Amount, "got", amount)
	}
}

// isUTF8 reports whether all strings in a value are UTF-8. encoding/json would replace what is not.
func isUTF8(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.String:
		return utf8.ValidString(value.String())
	case reflect.Struct:
		for i := 0; i < value.NumField(); i++ {
			if !isUTF8(value.Field(i)) {
				return false
			}
		}
	case reflect.Slice:
		for i := 0; i < value.Len(); i++ {
			if !isUTF8(value.Index(i)) {
				return false
			}
		}
	}
	return true
}
