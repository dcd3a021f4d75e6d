package com.example;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the application of the README has besides. */
@RestController
public class Orders {
    private final List<String> paid = new CopyOnWriteArrayList<>();

    void pay(String paymentId, String transactionId, long amount) {
        if (amount < 0) {
            throw new IllegalStateException("the database is down");
        }
        paid.add(transactionId + ": Rp " + amount);
    }

    public List<String> paid() {
        return paid;
    }

    @PostMapping("/orders")
    void order() {}
}
