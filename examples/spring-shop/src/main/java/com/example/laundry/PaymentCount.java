package com.example.laundry;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * How often a payment was counted, for {@code kgiton-sandbox check-webhook --probe}. It does not
 * exist in production.
 */
@RestController
@Profile("sandbox")
class PaymentCount {
    private final Orders orders;

    PaymentCount(Orders orders) {
        this.orders = orders;
    }

    @GetMapping("/payments/{id}/count")
    long count(@PathVariable String id) {
        return orders.count(id);
    }
}
