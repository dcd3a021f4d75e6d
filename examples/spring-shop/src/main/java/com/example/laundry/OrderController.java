package com.example.laundry;

import com.kgiton.payments.ConflictException;
import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.QrisPaymentResponse;
import com.kgiton.payments.ValidationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import java.time.Instant;

/** What the counter does. */
@RestController
@RequestMapping("/orders/{id}")
class OrderController {
    private static final Logger LOGGER = LoggerFactory.getLogger(OrderController.class);

    private final Orders orders;
    private final Payments payments;

    OrderController(Orders orders, Payments payments) {
        this.orders = orders;
        this.payments = payments;
    }

    @PutMapping
    Order order(@PathVariable String id, @RequestParam long amount) {
        try {
            orders.add(id, amount);
        } catch (DuplicateKeyException e) {
            LOGGER.info("{} was ordered before", id);
        }
        return find(id);
    }

    @GetMapping
    Order find(@PathVariable String id) {
        return orders.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** The code to show to the customer. */
    record Code(String qrImageUrl, Instant expiresAt) {}

    @PostMapping("/pay")
    Code pay(@PathVariable String id) {
        Order order = find(id);
        if (!order.status().equals("waiting")) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "This order is " + order.status());
        }
        QrisPaymentResponse payment = payments.start(order);
        return new Code(payment.getQris().getQrImageUrl(), payment.getExpiresAt());
    }

    @PostMapping("/cancel")
    Order cancel(@PathVariable String id) {
        if (!payments.cancel(find(id))) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "The customer can still pay. Cancel once the code has expired");
        }
        return find(id);
    }

    @ExceptionHandler
    ProblemDetail handle(KGiTONException e) {
        LOGGER.warn(
                "{} {} (request id {})",
                e.getCodeAsString(),
                e.getMessage(),
                e.getRequestId().orElse("none"));
        return e instanceof ValidationException || e instanceof ConflictException
                ? ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage())
                : ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE, "Please try again later.");
    }
}
