package com.kgiton.payments;

import com.kgiton.payments.internal.Json;
import com.kgiton.payments.internal.JsonObject;
import com.kgiton.payments.internal.PropertyException;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Creates payments, each for one token of the license key, and asks whether they have been paid,
 * which takes none. Get it from a {@link KGiTON}.
 */
public class PartnerPayment extends GeneratesPayments {
    private final Caller caller;

    PartnerPayment(Caller caller) {
        this.caller = caller;
    }

    /**
     * Asks once whether a payment has been paid. Takes no token. The webhook remains the primary
     * way to learn of it: ask if you may have missed it, or before you cancel an order. Ask from
     * your server only, where the API key is.
     *
     * @throws TransactionNotFoundException if no payment with this id was generated with your API
     *     key
     * @throws KGiTONException if the call fails otherwise. {@link KGiTONException#isOutcomeUnknown}
     *     is never true: asking changes nothing
     */
    public PaymentStatusResponse checkStatus(String transactionId) {
        return checkStatus(transactionId, RequestOptions.NONE);
    }

    /**
     * Asks once whether a payment has been paid, with options.
     *
     * @throws TransactionNotFoundException if no payment with this id was generated with your API
     *     key
     * @throws KGiTONException if the call fails otherwise
     * @throws IllegalArgumentException if an option is out of range
     */
    public PaymentStatusResponse checkStatus(String transactionId, RequestOptions options) {
        String path =
                Contract.GET_PAYMENT_STATUS_PATH.replace("{transactionId}", segment(transactionId));
        return caller.send(
                new Operation<>(
                        "GET",
                        path,
                        null,
                        (json, requestId) -> {
                            // The status of another payment must never be taken for that of this
                            // one.
                            if (!transactionId.equals(json.textOrNull("transaction_id"))) {
                                throw new PropertyException("transaction_id");
                            }
                            return new PaymentStatusResponse(json, requestId);
                        }),
                options);
    }

    /**
     * Waits until a payment is paid, has expired or has failed, while a customer stands at the
     * counter: 10 minutes at most.
     *
     * @see #waitForPayment(String, WaitOptions)
     */
    public PaymentStatusResponse waitForPayment(String transactionId) {
        return waitForPayment(transactionId, WaitOptions.builder().build());
    }

    /**
     * Waits until a payment is paid, has expired or has failed, while a customer stands at the
     * counter. It asks at once, and then after each interval. The webhook remains the primary way
     * to learn of a payment: handle it too, because this wait ends with your process.
     *
     * <p>After 429, 5xx or no response it asks less and less often, and never before the end of
     * Retry-After. When the time is up, it returns the latest status, usually pending; check {@link
     * PaymentStatusResponse#getPaymentStatus} before you hand over the goods.
     *
     * @throws KGiTONException at once if waiting cannot help, as after 401 and 404, or if the
     *     thread is interrupted; and the last one if the time is up and no status has arrived
     * @throws IllegalArgumentException if an option is out of range
     */
    public PaymentStatusResponse waitForPayment(String transactionId, WaitOptions options) {
        return new Wait(this, caller, transactionId, options).untilFinal();
    }

    @Override
    <T extends PartnerPaymentResponse> T send(
            PartnerPaymentRequest request,
            RequestOptions options,
            BiFunction<JsonObject, String, T> read) {
        byte[] body = Json.write(request.toMap()).getBytes(StandardCharsets.UTF_8);
        Caller own = caller.hiding(request.getLicenseKey());
        T payment =
                own.send(
                        new Operation<>("POST", Contract.GENERATE_PAYMENT_PATH, body, read),
                        options);
        // What the contract rules out, and what nobody should have to find out from an empty till.
        if (!payment.getTransactionId().equals(request.getTransactionId())) {
            own.warn(
                    () ->
                            "asked for the transaction id "
                                    + request.getTransactionId()
                                    + ", got "
                                    + payment.getTransactionId());
        }
        if (payment.getAmount() != request.getAmount()) {
            own.warn(
                    () ->
                            "asked for the amount "
                                    + request.getAmount()
                                    + ", got "
                                    + payment.getAmount());
        }
        return payment;
    }

    /** Returns the transaction id as a segment of a path. */
    private static String segment(String transactionId) {
        // URLs drop the segments . and .., however they are encoded: the request would reach
        // another path.
        boolean isDropped = List.of("", ".", "..").contains(transactionId);
        if (isDropped || !StandardCharsets.UTF_8.newEncoder().canEncode(transactionId)) {
            throw new IllegalArgumentException(
                    "expected the transaction id of a payment, not empty, \".\" or \"..\", got \""
                            + transactionId
                            + "\"");
        }
        return URLEncoder.encode(transactionId, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
