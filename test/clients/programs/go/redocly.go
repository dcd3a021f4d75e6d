package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	client "clients/kgiton"
	"clients/report"
)

func main() {
	report.Run(func(url string, call report.Call) report.Outcome {
		api := client.New(client.Config{
			ServerURL: url,
			Auth:      client.Auth{APIKey: map[string]func() string{"ApiKey": func() string { return call.APIKey }}},
		})

		request := client.PartnerPaymentRequest{
			TransactionId: call.TransactionID,
			Amount:        call.Amount,
			LicenseKey:    call.LicenseKey,
			PaymentType:   client.PartnerPaymentType(call.PaymentType),
		}
		if request.PaymentType == client.PartnerPaymentTypeCheckoutPage {
			minutes, back := int64(60), "https://shop.example/done"
			request.ExpiryMinutes = &minutes
			request.BackUrl = &back
			request.Items = []client.PaymentItem{{Id: "1", Name: "Laundry 5kg", Price: call.Amount, Quantity: 1}}
		}
		payment, err := api.GeneratePayment(context.Background(), request)

		var apiError *client.APIError
		if errors.As(err, &apiError) {
			body := errorResponse(apiError)
			failure := report.Failure{Status: apiError.Status, Code: body.Code, Message: body.Message, Errors: []string{}}
			for _, field := range body.Errors {
				failure.Errors = append(failure.Errors, field.Path)
			}
			return report.Outcome{Error: &failure}
		}
		if err != nil {
			panic(err)
		}
		expires, err := time.Parse(time.RFC3339, payment.ExpiresAt)
		if err != nil {
			panic(err)
		}
		result := report.Payment{
			Success: payment.Success, PaymentID: payment.PaymentId, TransactionID: payment.TransactionId, Amount: payment.Amount,
			PaymentType: string(payment.PaymentType), PaymentURL: payment.PaymentUrl, ExpiresAt: expires.Unix(),
		}
		if payment.Qris != nil {
			result.QRContent, result.QRImageURL = &payment.Qris.QrContent, &payment.Qris.QrImageUrl
		}
		return report.Outcome{Payment: &result}
	})
}

// The client hands out the body of an error as a map.
func errorResponse(apiError *client.APIError) (body client.ErrorResponse) {
	text, err := json.Marshal(apiError.Body)
	if err == nil {
		err = json.Unmarshal(text, &body)
	}
	if err != nil {
		panic(err)
	}
	return body
}
