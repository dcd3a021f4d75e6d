//lint:file-ignore SA1019 the event still has the deprecated signature, as KGiTON sends it

package kgitontest

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"github.com/kgiton/kgiton-go/v2"
	"github.com/kgiton/kgiton-go/v2/internal/jsonobject"
)

// NewEvent returns an event as KGiTON sends it. It has a PaymentID of its own and was paid just now, unless the functions
// set other values.
func NewEvent(changes ...func(*kgiton.PaymentSuccessEvent)) *kgiton.PaymentSuccessEvent {
	var event kgiton.PaymentSuccessEvent
	if err := json.Unmarshal([]byte(exampleEvent), &event); err != nil {
		panic(err)
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		panic(err)
	}
	event.Raw = nil
	event.Signature = ""
	event.PaymentID = "PAY-TEST-" + hex.EncodeToString(random)
	event.PaidAt = time.Now().UTC().Truncate(time.Second)
	for _, change := range changes {
		change(&event)
	}
	return &event
}

// NewWebhook returns the request that delivers an event, signed with this secret. It fits an [http.Client] and the
// ServeHTTP of a handler.
func NewWebhook(url string, event *kgiton.PaymentSuccessEvent, secret string) *http.Request {
	body := bodyOf(event, secret)
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set(kgiton.SignatureHeader, kgiton.Sign(body, secret))
	return request
}

// bodyOf returns the event with its deprecated signature, which covers all but itself.
func bodyOf(event *kgiton.PaymentSuccessEvent, secret string) []byte {
	signed := *event
	if signed.Signature == "" {
		unsigned := bytes.Replace(marshal(signed), []byte(`,"signature":""`), nil, 1)
		signed.Signature = kgiton.Sign(unsigned, secret)
	}
	return marshal(signed)
}

func marshal(event kgiton.PaymentSuccessEvent) []byte {
	body, err := jsonobject.Marshal(event)
	if err != nil {
		panic(err)
	}
	return body
}
