package com.example;

import com.kgiton.payments.PaymentSuccessEvent;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PaymentWebhook {
    private final Orders orders;

    PaymentWebhook(Orders orders) {
        this.orders = orders;
    }

    // The parameter is a verified event, or this method does not run. No @RequestBody.
    @PostMapping("/webhook/payment")
    void paid(PaymentSuccessEvent event) {
        orders.pay(event.getPaymentId(), event.getTransactionId(), event.getAmount());
    }
}
