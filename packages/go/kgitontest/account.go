// Package kgitontest lets tests use the sandbox: an account for each test, in which the test plays the customer, moves the
// clock, and lets things go wrong.
//
// It uses the sandbox at KGITON_SANDBOX_URL. Without that variable it starts one, which ends with the tests: with
// KGITON_SANDBOX_COMMAND, such as "node kgiton-sandbox.cjs", else the one that npm has installed in this folder or above it,
// else with npx.
package kgitontest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/kgiton/kgiton-go/v2"
	"github.com/kgiton/kgiton-go/v2/sandbox"
)

// Account is an account of the sandbox, for one test: what it does reaches no other. Its methods end the test if the
// sandbox refuses them. Those of Control, which are all of the control API, return an error instead.
type Account struct {
	// Control has all operations of the control API. Its URL and APIKey are for the configuration of your application.
	Control *sandbox.Client

	t testing.TB
}

// NewAccount creates an account in the sandbox that all tests share.
func NewAccount(t testing.TB) *Account {
	t.Helper()
	url, err := sharedURL()
	if err != nil {
		t.Fatal(err)
	}
	control := &sandbox.Client{URL: url}
	created, err := control.CreateAccount(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	control.APIKey = created.APIKey
	return &Account{Control: control, t: t}
}

// NewClient returns a client of this account. It verifies webhooks with the secret of the sandbox.
func (a *Account) NewClient(options ...kgiton.Option) *kgiton.Client {
	a.t.Helper()
	own := []kgiton.Option{kgiton.WithBaseURL(a.Control.URL), kgiton.WithWebhookSecret(kgiton.TestWebhookSecret)}
	client, err := kgiton.New(a.Control.APIKey, append(own, options...)...)
	if err != nil {
		a.t.Fatal(err)
	}
	return client
}

// Pay pays as the customer. The id is a payment id or a transaction id.
func (a *Account) Pay(id string) *sandbox.Payment {
	a.t.Helper()
	payment, err := a.Control.PayPayment(context.Background(), id)
	a.check(err)
	return payment
}

// Expire lets a payment expire, as if nobody had paid in time.
func (a *Account) Expire(id string) *sandbox.Payment {
	a.t.Helper()
	payment, err := a.Control.ExpirePayment(context.Background(), id)
	a.check(err)
	return payment
}

// Fail lets the payment gateway reject a payment.
func (a *Account) Fail(id string) *sandbox.Payment {
	a.t.Helper()
	payment, err := a.Control.FailPayment(context.Background(), id)
	a.check(err)
	return payment
}

// Advance moves the clock of the account forward, so that payments expire and webhooks are sent again.
func (a *Account) Advance(duration time.Duration) {
	a.t.Helper()
	milliseconds := float64(duration) / float64(time.Millisecond)
	_, err := a.Control.AdvanceClock(context.Background(), sandbox.ClockAdvance{Milliseconds: &milliseconds})
	a.check(err)
}

// FaultOption is an option of [Account.Fault].
type FaultOption func(*sandbox.FaultRequest)

// OfPayment limits a fault to the webhook of one payment. The id is a payment id or a transaction id.
func OfPayment(id string) FaultOption {
	return func(request *sandbox.FaultRequest) { request.Payment = id }
}

// Lasting sets how long a fault lasts, for those that do, such as a delay.
func Lasting(duration time.Duration) FaultOption {
	return func(request *sandbox.FaultRequest) { request.Fault.Seconds = sandbox.Ptr(duration.Seconds()) }
}

// Times sets how many webhooks or requests a fault affects. Without it, it affects all of them until it is cleared.
func Times(times int64) FaultOption {
	return func(request *sandbox.FaultRequest) { request.Fault.Times = times }
}

// Fault lets webhooks or requests go wrong.
func (a *Account) Fault(kind sandbox.FaultKind, options ...FaultOption) {
	a.t.Helper()
	request := sandbox.FaultRequest{Fault: sandbox.Fault{Kind: kind}}
	for _, option := range options {
		option(&request)
	}
	_, err := a.Control.SetFault(context.Background(), request)
	a.check(err)
}

// ClearFaults ends all faults.
func (a *Account) ClearFaults() {
	a.t.Helper()
	a.check(a.Control.ClearFault(context.Background(), sandbox.ClearFaultOptions{}))
}

// SetTokens sets how many tokens a license key has.
func (a *Account) SetTokens(licenseKey string, tokens int64) {
	a.t.Helper()
	_, err := a.Control.SetLicense(context.Background(), licenseKey, sandbox.LicenseChange{Tokens: &tokens})
	a.check(err)
}

// longestWait is how long WaitForDelivery waits, in real time.
const longestWait = 10 * time.Second

// WaitForDelivery waits until the webhook of a payment has been delivered, at most 10 seconds of real time. The id is a
// payment id or a transaction id.
func (a *Account) WaitForDelivery(id string) *sandbox.Delivery {
	a.t.Helper()
	ctx := context.Background()
	delivered, err := a.Control.ListDeliveries(ctx, sandbox.ListDeliveriesOptions{
		Payment: id,
		State:   sandbox.DeliveryStateDelivered,
		Wait:    int(longestWait.Milliseconds()),
	})
	a.check(err)
	if len(delivered.Deliveries) > 0 {
		return &delivered.Deliveries[0]
	}
	others, err := a.Control.ListDeliveries(ctx, sandbox.ListDeliveriesOptions{Payment: id})
	a.check(err)
	a.t.Fatalf("the webhook of %s was not delivered within %s: %s", id, longestWait, lastAttempt(others.Deliveries))
	return nil
}

func lastAttempt(deliveries []sandbox.Delivery) string {
	if len(deliveries) == 0 {
		return "there is none; has the payment a webhook URL, and is it paid?"
	}
	attempts := deliveries[0].Attempts
	if len(attempts) == 0 {
		return "no attempt was made"
	}
	last := attempts[len(attempts)-1]
	if last.Status == nil {
		return "the last attempt: " + last.Error
	}
	return fmt.Sprintf("the last attempt got status %d: %s", *last.Status, last.ResponseBody)
}

func (a *Account) check(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}
