import com.kgiton.apis.PaymentsApi
import com.kgiton.infrastructure.ApiClient
import com.kgiton.infrastructure.ClientError
import com.kgiton.infrastructure.ClientException
import com.kgiton.infrastructure.Serializer
import com.kgiton.infrastructure.ServerError
import com.kgiton.infrastructure.ServerException
import com.kgiton.models.ErrorResponse
import com.kgiton.models.PartnerPaymentRequest
import com.kgiton.models.PartnerPaymentResponse
import com.kgiton.models.PartnerPaymentType
import com.kgiton.models.PaymentItem
import com.kgiton.models.PaymentStatusResponse
import java.net.URI
import kotlin.system.exitProcess

fun main(arguments: Array<String>) {
    val url = arguments[0]
    val api = PaymentsApi(url)
    for (line in generateSequence(::readLine)) {
        val fields = line.split("\t")
        val (name, operation, key, transactionId) = fields
        val (amount, licenseKey, paymentType) = fields.drop(4)
        ApiClient.apiKey["x-api-key"] = key
        val outcome = try {
            if (operation == "getPaymentStatus") {
                val status = api.getPaymentStatus(transactionId)
                mapOf("name" to name, "status" to propertiesOf(status))
            } else {
                val isPage = paymentType == PartnerPaymentType.CHECKOUT_PAGE.value
                val request = PartnerPaymentRequest(
                    transactionId = transactionId,
                    amount = amount.toLong(),
                    licenseKey = licenseKey,
                    paymentType = PartnerPaymentType.valueOf(paymentType),
                    expiryMinutes = if (isPage) 60 else null,
                    backUrl = if (isPage) URI("https://shop.example/done") else null,
                    items = if (isPage) listOf(PaymentItem("1", "Laundry 5kg", amount.toLong(), 1)) else null,
                )
                val payment = api.generatePayment(request)
                mapOf("name" to name, "payment" to propertiesOf(payment))
            }
        } catch (exception: ClientException) {
            error(name, exception.statusCode, (exception.response as ClientError<*>).body)
        } catch (exception: ServerException) {
            error(name, exception.statusCode, (exception.response as ServerError<*>).body)
        }
        println(Serializer.moshi.adapter(Map::class.java).serializeNulls().toJson(outcome))
    }
    exitProcess(0) // OkHttp's threads would keep the program for a minute.
}

private fun propertiesOf(payment: PartnerPaymentResponse): Map<String, Any?> = mapOf(
    "success" to payment.success,
    "payment_id" to payment.paymentId,
    "transaction_id" to payment.transactionId,
    "amount" to payment.amount,
    "payment_type" to payment.paymentType.value,
    "payment_url" to payment.paymentUrl?.toString(),
    "expires_at" to payment.expiresAt.toEpochSecond(),
    "qr_content" to payment.qris?.qrContent,
    "qr_image_url" to payment.qris?.qrImageUrl?.toString(),
)

private fun propertiesOf(status: PaymentStatusResponse): Map<String, Any?> = mapOf(
    "success" to status.success,
    "payment_id" to status.paymentId,
    "transaction_id" to status.transactionId,
    "payment_status" to status.paymentStatus,
    "amount" to status.amount,
    "payment_type" to status.paymentType.value,
    "gateway_transaction_id" to status.gatewayTransactionId,
    "paid_at" to status.paidAt?.toEpochSecond(),
    "expires_at" to status.expiresAt.toEpochSecond(),
    "webhook_sent" to status.webhookSent,
    "created_at" to status.createdAt.toEpochSecond(),
)

private fun error(name: String, status: Int, text: Any?): Map<String, Any?> {
    val body = Serializer.moshi.adapter(ErrorResponse::class.java).fromJson(text as String)!!
    val paths = body.errors.orEmpty().map { it.path }
    return mapOf(
        "name" to name,
        "error" to mapOf("status" to status, "code" to body.code, "message" to body.message, "errors" to paths),
    )
}
