// Package kgiton is the client of KGiTON Partner Payment, for servers: QRIS codes and checkout pages in one call, retries
// that never take a second token, and verified webhooks.
//
//	client, err := kgiton.New("") // KGITON_API_KEY
//	payment, err := client.PartnerPayment.GenerateQRIS(ctx, kgiton.PartnerPaymentRequest{
//		TransactionID: "TRX-2026-001", // yours, and unique: it is the idempotency key
//		Amount:        50000,          // whole rupiah
//		LicenseKey:    os.Getenv("KGITON_LICENSE_KEY"),
//	})
//
// Every error of a call is an [*Error]; use [errors.As] for its fields and [errors.Is] with [ErrInsufficientTokens] and the
// like for its class. Invalid options and arguments return an [ErrInvalidArgument] instead.
//
// Nothing that this package prints, logs or returns as an error shows the API key, a webhook secret or a whole license key.
//
// Package sandbox talks to the sandbox, and package kgitontest to the sandbox from tests.
package kgiton
