use kgiton::apis::configuration::{ApiKey, Configuration};
use kgiton::apis::payments_api::{generate_payment, get_payment_status, GeneratePaymentError, GetPaymentStatusError};
use kgiton::apis::{Error, ResponseContent};
use kgiton::models::{ErrorResponse, PartnerPaymentRequest, PartnerPaymentType, PaymentItem};
use serde_json::{json, Value};

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("the URL of the server");
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let [name, operation, key, transaction_id, amount, license_key, payment_type] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let configuration = Configuration {
            base_path: url.clone(),
            api_key: Some(ApiKey { prefix: None, key: key.to_owned() }),
            ..Configuration::default()
        };
        let (kind, properties) = if operation == "getPaymentStatus" {
            ask(&configuration, transaction_id).await
        } else {
            generate(&configuration, transaction_id, amount.parse().unwrap(), license_key, payment_type).await
        };
        println!("{}", json!({ "name": name, kind: properties }));
    }
}

async fn generate(
    configuration: &Configuration,
    transaction_id: &str,
    amount: i64,
    license_key: &str,
    payment_type: &str,
) -> (&'static str, Value) {
    let payment_type: PartnerPaymentType = serde_json::from_value(json!(payment_type)).unwrap();
    let mut request =
        PartnerPaymentRequest::new(transaction_id.to_owned(), amount, license_key.to_owned(), payment_type);
    if payment_type == PartnerPaymentType::CheckoutPage {
        request.expiry_minutes = Some(60);
        request.back_url = Some("https://shop.example/done".to_owned());
        request.items = Some(vec![PaymentItem::new("1".to_owned(), "Laundry 5kg".to_owned(), amount, 1)]);
    }
    match generate_payment(configuration, request).await {
        Ok(payment) => ("payment", json!({
            "success": payment.success,
            "payment_id": payment.payment_id,
            "transaction_id": payment.transaction_id,
            "amount": payment.amount,
            "payment_type": payment.payment_type,
            "payment_url": payment.payment_url,
            "expires_at": payment.expires_at.timestamp(),
            "qr_content": payment.qris.as_ref().map(|qris| &qris.qr_content),
            "qr_image_url": payment.qris.as_ref().map(|qris| &qris.qr_image_url),
        })),
        Err(Error::ResponseError(ResponseContent {
            status,
            entity: Some(GeneratePaymentError::Status400(body)),
            ..
        })) => ("error", failure(status.as_u16(), body)),
        Err(error) => panic!("{transaction_id}: {error}"),
    }
}

async fn ask(configuration: &Configuration, transaction_id: &str) -> (&'static str, Value) {
    match get_payment_status(configuration, transaction_id).await {
        Ok(status) => ("status", json!({
            "success": status.success,
            "payment_id": status.payment_id,
            "transaction_id": status.transaction_id,
            "payment_status": status.payment_status,
            "amount": status.amount,
            "payment_type": status.payment_type,
            "gateway_transaction_id": status.gateway_transaction_id,
            "paid_at": status.paid_at.map(|moment| moment.timestamp()),
            "expires_at": status.expires_at.timestamp(),
            "webhook_sent": status.webhook_sent,
            "created_at": status.created_at.timestamp(),
        })),
        Err(Error::ResponseError(ResponseContent {
            status,
            entity: Some(GetPaymentStatusError::Status401(body)),
            ..
        })) => ("error", failure(status.as_u16(), body)),
        Err(error) => panic!("{transaction_id}: {error}"),
    }
}

// The client takes every error for the first status of its operation, so look at `status`.
fn failure(status: u16, body: ErrorResponse) -> Value {
    json!({
        "status": status,
        "code": body.code,
        "message": body.message,
        "errors": body.errors.unwrap_or_default().iter().map(|field| &field.path).collect::<Vec<_>>(),
    })
}
