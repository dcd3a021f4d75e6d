package main

import (
	"context"
	"net/http"

	"clients/kgiton"
	"clients/report"
)

func main() {
	report.Run(func(url string, call report.Call) report.Outcome {
		key := call.APIKey
		withKey := kgiton.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			request.Header.Set("x-api-key", key)
			return nil
		})
		api, err := kgiton.NewClientWithResponses(url, withKey)
		if err != nil {
			panic(err)
		}

		request := kgiton.PartnerPaymentRequest{
			TransactionId: call.TransactionID,
			Amount:        call.Amount,
			LicenseKey:    call.LicenseKey,
			PaymentType:   kgiton.PartnerPaymentType(call.PaymentType),
		}
		if request.PaymentType == kgiton.CHECKOUTPAGE {
			minutes, back := 60, "https://shop.example/done"
			request.ExpiryMinutes = &minutes
			request.BackUrl = &back
			request.Items = &[]kgiton.PaymentItem{{Id: "1", Name: "Laundry 5kg", Price: call.Amount, Quantity: 1}}
		}
		response, err := api.GeneratePaymentWithResponse(context.Background(), request)
		if err != nil {
			panic(err)
		}

		if payment := response.JSON200; payment != nil {
			result := report.Payment{
				Success: payment.Success, PaymentID: payment.PaymentId, TransactionID: payment.TransactionId, Amount: payment.Amount,
				PaymentType: string(payment.PaymentType), PaymentURL: payment.PaymentUrl, ExpiresAt: payment.ExpiresAt.Unix(),
			}
			if payment.Qris != nil {
				result.QRContent, result.QRImageURL = &payment.Qris.QrContent, &payment.Qris.QrImageUrl
			}
			return report.Outcome{Payment: &result}
		}
		for _, body := range []*kgiton.ErrorResponse{
			response.JSON400, response.JSON401, response.JSON402, response.JSON403,
			response.JSON404, response.JSON409, response.JSON500, response.JSON502,
		} {
			if body == nil {
				continue
			}
			failure := report.Failure{
				Status: response.StatusCode(), Code: body.Code, Message: body.Message, Errors: []string{},
			}
			if body.Errors != nil {
				for _, field := range *body.Errors {
					failure.Errors = append(failure.Errors, field.Path)
				}
			}
			return report.Outcome{Error: &failure}
		}
		panic(response.Status())
	})
}
