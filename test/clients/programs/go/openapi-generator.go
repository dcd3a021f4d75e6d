package main

import (
	"context"
	"errors"
	"net/http"

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

		if call.Operation == "getPaymentStatus" {
			status, response, err := api.GetPaymentStatus(ctx, call.TransactionID).Execute()
			if err != nil {
				return failure(response, err)
			}
			return report.Outcome{Status: &report.Status{
				Success: status.Success, PaymentID: status.PaymentId, TransactionID: status.TransactionId,
				PaymentStatus: status.PaymentStatus, Amount: status.Amount, PaymentType: string(status.PaymentType),
				GatewayTransactionID: status.GatewayTransactionId.Get(), PaidAt: report.Unix(status.PaidAt.Get()),
				ExpiresAt: status.ExpiresAt.Unix(), WebhookSent: status.WebhookSent, CreatedAt: status.CreatedAt.Unix(),
			}}
		}

		kind := kgiton.PartnerPaymentType(call.PaymentType)
		request := kgiton.NewPartnerPaymentRequest(call.TransactionID, call.Amount, call.LicenseKey, kind)
		if kind == kgiton.CHECKOUT_PAGE {
			request.SetExpiryMinutes(60)
			request.SetBackUrl("https://shop.example/done")
			request.SetItems([]kgiton.PaymentItem{*kgiton.NewPaymentItem("1", "Laundry 5kg", call.Amount, 1)})
		}
		payment, response, err := api.GeneratePayment(ctx).PartnerPaymentRequest(*request).Execute()
		if err != nil {
			return failure(response, err)
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

func failure(response *http.Response, err error) report.Outcome {
	var apiError *kgiton.GenericOpenAPIError
	if !errors.As(err, &apiError) {
		panic(err)
	}
	body := apiError.Model().(kgiton.ErrorResponse)
	result := report.Failure{Status: response.StatusCode, Code: body.Code, Message: body.Message, Errors: []string{}}
	for _, field := range body.Errors {
		result.Errors = append(result.Errors, field.Path)
	}
	return report.Outcome{Error: &result}
}
