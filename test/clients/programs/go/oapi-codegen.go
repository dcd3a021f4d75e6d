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
		if call.Operation == "getPaymentStatus" {
			return askFor(api, call.TransactionID)
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
		return failure(
			response.HTTPResponse,
			response.JSON400, response.JSON401, response.JSON402, response.JSON403,
			response.JSON404, response.JSON409, response.JSON500, response.JSON502,
		)
	})
}

func askFor(api *kgiton.ClientWithResponses, transactionID string) report.Outcome {
	response, err := api.GetPaymentStatusWithResponse(context.Background(), transactionID)
	if err != nil {
		panic(err)
	}
	if status := response.JSON200; status != nil {
		return report.Outcome{Status: &report.Status{
			Success: status.Success, PaymentID: status.PaymentId, TransactionID: status.TransactionId,
			PaymentStatus: status.PaymentStatus, Amount: status.Amount, PaymentType: string(status.PaymentType),
			GatewayTransactionID: status.GatewayTransactionId, PaidAt: report.Unix(status.PaidAt),
			ExpiresAt: status.ExpiresAt.Unix(), WebhookSent: status.WebhookSent, CreatedAt: status.CreatedAt.Unix(),
		}}
	}
	return failure(response.HTTPResponse, response.JSON401, response.JSON404, response.JSON500)
}

// Of the bodies that an error can have, all but that of its status are nil.
func failure(response *http.Response, bodies ...*kgiton.ErrorResponse) report.Outcome {
	for _, body := range bodies {
		if body == nil {
			continue
		}
		result := report.Failure{
			Status: response.StatusCode, Code: body.Code, Message: body.Message, Errors: []string{},
		}
		if body.Errors != nil {
			for _, field := range *body.Errors {
				result.Errors = append(result.Errors, field.Path)
			}
		}
		return report.Outcome{Error: &result}
	}
	panic(response.Status)
}
