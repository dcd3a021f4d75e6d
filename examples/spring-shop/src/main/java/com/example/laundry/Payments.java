package com.example.laundry;

import com.kgiton.payments.KGiTON;
import com.kgiton.payments.PartnerPaymentRequest;
import com.kgiton.payments.PaymentStatus;
import com.kgiton.payments.PaymentStatusResponse;
import com.kgiton.payments.QrisPaymentResponse;
import com.kgiton.payments.TransactionNotFoundException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/** What this shop does with KGiTON. */
@Service
class Payments {
    private static final Logger LOGGER = LoggerFactory.getLogger(Payments.class);

    private final KGiTON kgiton;
    private final Orders orders;
    private final ShopProperties shop;

    Payments(KGiTON kgiton, Orders orders, ShopProperties shop) {
        this.kgiton = kgiton;
        this.orders = orders;
        this.shop = shop;
    }

    /**
     * Returns the QRIS code to pay an order with. However often it is called, it takes one token:
     * KGiTON responds to the same transaction id and request with the same payment.
     */
    QrisPaymentResponse start(Order order) {
        return kgiton.partnerPayment()
                .generateQris(
                        PartnerPaymentRequest.builder()
                                .transactionId(order.id())
                                .amount(order.amount())
                                .licenseKey(shop.licenseKey())
                                .webhookUrl(shop.publicUrl() + "/webhook/payment")
                                .build());
    }

    /**
     * Receives a payment, from a webhook or because somebody has asked. The same one may come any
     * number of times.
     */
    void receive(String paymentId, String orderId, long amount) {
        try {
            if (orders.pay(paymentId, orderId, amount)) {
                LOGGER.info("{} is paid: print the receipt", orderId);
            } else {
                // No error: KGiTON would deliver the same webhook again.
                LOGGER.warn(
                        "{} of Rp {} for {}: check it and refund it, because no such order waits"
                                + " for a payment",
                        paymentId,
                        amount,
                        orderId);
            }
        } catch (DuplicateKeyException e) {
            LOGGER.info("{} was counted before", paymentId);
        }
    }

    /**
     * Asks KGiTON, and cancels an order if nobody can pay it any more: its webhook may be late or
     * lost. If KGiTON does not respond, nobody knows whether it is paid, and it stays.
     *
     * @return whether its payment has ended, or was never started
     */
    boolean cancel(Order order) {
        try {
            PaymentStatusResponse payment = kgiton.partnerPayment().checkStatus(order.id());
            if (payment.getPaymentStatus() == PaymentStatus.PAID) {
                receive(payment.getPaymentId(), order.id(), payment.getAmount());
                return true;
            }
            if (!payment.getPaymentStatus().isFinal()) {
                return false;
            }
        } catch (TransactionNotFoundException e) {
            // No code was ever shown.
        }
        orders.cancel(order.id());
        return true;
    }
}
