use kgiton::apis::configuration::{ApiKey, Configuration};
use kgiton::apis::payments_api::{generate_payment, GeneratePaymentError};
use kgiton::apis::Error;
use kgiton::models::{PartnerPaymentRequest, PartnerPaymentType, PaymentItem};
use serde_json::{json, Value};

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("the URL of the server");
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let [name, key, transaction_id, amount, license_key, payment_type] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let configuration = Configuration {
            base_path: url.clone(),
            api_key: Some(ApiKey { prefix: None, key: key.to_owned() }),
            ..Configuration::default()
        };

        let amount: i64 = amount.parse().unwrap();
        let payment_type: PartnerPaymentType = serde_json::from_value(json!(payment_type)).unwrap();
        let mut request =
            PartnerPaymentRequest::new(transaction_id.to_owned(), amount, license_key.to_owned(), payment_type);
        if payment_type == PartnerPaymentType::CheckoutPage {
            request.expiry_minutes = Some(60);
            request.back_url = Some("https://shop.example/done".to_owned());
            request.items = Some(vec![PaymentItem::new("1".to_owned(), "Laundry 5kg".to_owned(), amount, 1)]);
        }
        let outcome = match generate_payment(&configuration, request).await {
            Ok(payment) => json!({ "name": name, "payment": {
                "success": payment.success,
                "payment_id": payment.payment_id,
                "transaction_id": payment.transaction_id,
                "amount": payment.amount,
                "payment_type": payment.payment_type,
                "payment_url": payment.payment_url,
                "expires_at": payment.expires_at.timestamp(),
                "qr_content": payment.qris.as_ref().map(|qris| &qris.qr_content),
                "qr_image_url": payment.qris.as_ref().map(|qris| &qris.qr_image_url),
            }}),
            Err(Error::ResponseError(response)) => json!({ "name": name, "error": failure(response) }),
            Err(error) => panic!("{name}: {error}"),
        };
        println!("{outcome}");
    }
}

fn failure(response: kgiton::apis::ResponseContent<GeneratePaymentError>) -> Value {
    use GeneratePaymentError::*;
    let status = response.status.as_u16();
    match response.entity {
        // The statuses share one type: the client takes the first that fits, so look at `status`.
        Some(Status400(body)) => json!({
            "status": status,
            "code": body.code,
            "message": body.message,
            "errors": body.errors.unwrap_or_default().iter().map(|field| &field.path).collect::<Vec<_>>(),
        }),
        other => panic!("{status}: {other:?}"),
    }
}
