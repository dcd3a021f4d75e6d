package com.example.laundry;

import com.kgiton.payments.PaymentSuccessEvent;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PaymentWebhook {
    private final Payments payments;

    PaymentWebhook(Payments payments) {
        this.payments = payments;
    }

    /** Runs for verified webhooks only: the starter refuses all others. */
    @PostMapping("/webhook/payment")
    void paid(PaymentSuccessEvent event) {
        payments.receive(event.getPaymentId(), event.getTransactionId(), event.getAmount());
    }
}
