//go:build go1.21

package kgiton

import (
	"encoding/json"
	"log/slog"
)

// LogValue is the request without its license key and without what it says of the customer, for package slog.
func (v PartnerPaymentRequest) LogValue() slog.Value {
	text, err := json.Marshal(v.redacted())
	if err != nil {
		return slog.StringValue(redacted)
	}
	return slog.StringValue(string(text))
}
