package main

import (
	"context"
	"errors"

	"clients/kgiton"
	"clients/report"
)

func main() {
	report.Run(func(url string, call report.Call) report.Outcome {
		configuration := kgiton.NewConfiguration()
		configuration.Servers = kgiton.ServerConfigurations{{URL: url}}
		api := kgiton.NewAPIClient(configuration).PaymentsAPI
		ctx := context.WithValue(context.Background(), kgiton.ContextAPIKeys, map[string]kgiton.APIKey{
			"ApiKey": {Key: call.APIKey},
		})

		kind := kgiton.PartnerPaymentType(call.PaymentType)
		request := kgiton.NewPartnerPaymentRequest(call.TransactionID, call.Amount, call.LicenseKey, kind)
		if kind == kgiton.CHECKOUT_PAGE {
			request.SetExpiryMinutes(60)
			request.SetBackUrl("https://shop.example/done")
			request.SetItems([]kgiton.PaymentItem{*kgiton.NewPaymentItem("1", "Laundry 5kg", call.Amount, 1)})
		}
		payment, response, err := api.GeneratePayment(ctx).PartnerPaymentRequest(*request).Execute()

		var apiError *kgiton.GenericOpenAPIError
		if errors.As(err, &apiError) {
			body := apiError.Model().(kgiton.ErrorResponse)
			failure := report.Failure{Status: response.StatusCode, Code: body.Code, Message: body.Message, Errors: []string{}}
			for _, field := range body.Errors {
				failure.Errors = append(failure.Errors, field.Path)
			}
			return report.Outcome{Error: &failure}
		}
		if err != nil {
			panic(err)
		}
		result := report.Payment{
			Success: payment.Success, PaymentID: payment.PaymentId, TransactionID: payment.TransactionId, Amount: payment.Amount,
			PaymentType: string(payment.PaymentType), PaymentURL: payment.PaymentUrl.Get(), ExpiresAt: payment.ExpiresAt.Unix(),
		}
		if qris := payment.Qris.Get(); qris != nil {
			result.QRContent, result.QRImageURL = &qris.QrContent, &qris.QrImageUrl
		}
		return report.Outcome{Payment: &result}
	})
}
