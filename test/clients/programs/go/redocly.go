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

		if call.Operation == "getPaymentStatus" {
			status, err := api.GetPaymentStatus(context.Background(), call.TransactionID)
			if err != nil {
				return failure(err)
			}
			result := report.Status{
				Success: status.Success, PaymentID: status.PaymentId, TransactionID: status.TransactionId,
				PaymentStatus: status.PaymentStatus, Amount: status.Amount, PaymentType: string(status.PaymentType),
				GatewayTransactionID: status.GatewayTransactionId, ExpiresAt: timeOf(status.ExpiresAt).Unix(),
				WebhookSent: status.WebhookSent, CreatedAt: timeOf(status.CreatedAt).Unix(),
			}
			if status.PaidAt != nil {
				paidAt := timeOf(*status.PaidAt)
				result.PaidAt = report.Unix(&paidAt)
			}
			return report.Outcome{Status: &result}
		}

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
		if err != nil {
			return failure(err)
		}
		result := report.Payment{
			Success: payment.Success, PaymentID: payment.PaymentId, TransactionID: payment.TransactionId, Amount: payment.Amount,
			PaymentType: string(payment.PaymentType), PaymentURL: payment.PaymentUrl, ExpiresAt: timeOf(payment.ExpiresAt).Unix(),
		}
		if payment.Qris != nil {
			result.QRContent, result.QRImageURL = &payment.Qris.QrContent, &payment.Qris.QrImageUrl
		}
		return report.Outcome{Payment: &result}
	})
}

func timeOf(text string) time.Time {
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return moment
}

func failure(err error) report.Outcome {
	var apiError *client.APIError
	if !errors.As(err, &apiError) {
		panic(err)
	}
	// The client hands out the body of an error as a map.
	var body client.ErrorResponse
	text, err := json.Marshal(apiError.Body)
	if err == nil {
		err = json.Unmarshal(text, &body)
	}
	if err != nil {
		panic(err)
	}
	result := report.Failure{Status: apiError.Status, Code: body.Code, Message: body.Message, Errors: []string{}}
	for _, field := range body.Errors {
		result.Errors = append(result.Errors, field.Path)
	}
	return report.Outcome{Error: &result}
}
