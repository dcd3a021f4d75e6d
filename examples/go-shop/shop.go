package main

import (
	"context"
	"errors"
	"log"

	"github.com/kgiton/kgiton-go/v2"
)

// shop takes orders and payments, whatever the web framework.
type shop struct {
	client     *kgiton.Client
	orders     *orders
	licenseKey string

	// Where KGiTON reaches this shop.
	publicURL string
}

// order takes an order and returns the QRIS code to pay it with. The same order gets the same code again: its id is the
// idempotency key.
func (s *shop) order(ctx context.Context, id string, amount int64) (*kgiton.QRISPaymentResponse, error) {
	if err := s.orders.add(ctx, id, amount); err != nil {
		return nil, err
	}
	// A customer who closes the page must not cut off the request: the payment might exist then, and nobody would know.
	return s.client.PartnerPayment.GenerateQRIS(context.WithoutCancel(ctx), kgiton.PartnerPaymentRequest{
		TransactionID: id,
		Amount:        amount,
		LicenseKey:    s.licenseKey,
		WebhookURL:    s.publicURL + "/webhook/payment",
	})
}

// receive is what a webhook does. An error makes KGiTON deliver it again.
func (s *shop) receive(ctx context.Context, event kgiton.WebhookEvent) error {
	paid, ok := event.(*kgiton.PaymentSuccessEvent)
	if !ok {
		// An event of a later version.
		return nil
	}
	return s.paid(ctx, paid.PaymentID, paid.TransactionID, paid.Amount)
}

func (s *shop) paid(ctx context.Context, paymentID, orderID string, amount int64) error {
	isPaidNow, err := s.orders.pay(ctx, paymentID, orderID, amount)
	if err == nil && isPaidNow {
		log.Printf("%s is paid: print the receipt", orderID)
	}
	return err
}

// cancel cancels an order, unless it turns out to be paid: the webhook may be late or lost. It returns the status.
func (s *shop) cancel(ctx context.Context, id string) (string, error) {
	status, err := s.client.PartnerPayment.CheckStatus(ctx, id)
	switch {
	case errors.Is(err, kgiton.ErrTransactionNotFound):
		// No payment was generated.
	case err != nil:
		return "", err
	case status.PaymentStatus == kgiton.PaymentStatusPaid:
		if err := s.paid(ctx, status.PaymentID, id, status.Amount); err != nil {
			return "", err
		}
	}
	// Does nothing to an order that is paid.
	if err := s.orders.cancel(ctx, id); err != nil {
		return "", err
	}
	return s.orders.status(ctx, id)
}

// statusOf is the HTTP status for an error, for the customer.
func statusOf(err error) int {
	switch {
	case errors.Is(err, errNoOrder):
		return 404
	case errors.Is(err, kgiton.ErrValidation), errors.Is(err, kgiton.ErrConflict):
		return 400
	}
	log.Print(err)
	return 503
}

// newOrder is the body of an order.
type newOrder struct {
	ID     string `json:"id"`
	Amount int64  `json:"amount"`
}
