package com.example.laundry;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import java.util.Optional;

/** Orders and the payments that they got, in the tables of schema.sql. */
@Repository
class Orders {
    private final JdbcClient database;

    Orders(JdbcClient database) {
        this.database = database;
    }

    /**
     * Adds an order that waits for its payment.
     *
     * @throws org.springframework.dao.DuplicateKeyException if it is there
     */
    void add(String id, long amount) {
        database.sql("INSERT INTO orders (id, amount) VALUES (?, ?)").params(id, amount).update();
    }

    Optional<Order> find(String id) {
        return database.sql("SELECT id, amount, status FROM orders WHERE id = ?")
                .param(id)
                .query(Order.class)
                .optional();
    }

    /** Cancels an order, unless it is paid. */
    void cancel(String id) {
        database.sql("UPDATE orders SET status = 'cancelled' WHERE id = ? AND status = 'waiting'")
                .param(id)
                .update();
    }

    /**
     * Counts a payment, and marks its order as paid in the same transaction. The primary key lets
     * each payment count once, however often and in however many threads it is reported.
     *
     * @return whether it paid the order: not one that is unknown, costs another amount, or is paid
     *     or cancelled already
     * @throws org.springframework.dao.DuplicateKeyException if it was counted before
     */
    @Transactional
    public boolean pay(String paymentId, String orderId, long amount) {
        database.sql("INSERT INTO payments (payment_id, order_id, amount) VALUES (?, ?, ?)")
                .params(paymentId, orderId, amount)
                .update();
        return database.sql(
                                "UPDATE orders SET status = 'paid' WHERE id = ? AND amount = ? AND"
                                        + " status = 'waiting'")
                        .params(orderId, amount)
                        .update()
                == 1;
    }

    long count(String paymentId) {
        return database.sql("SELECT COUNT(*) FROM payments WHERE payment_id = ?")
                .param(paymentId)
                .query(Long.class)
                .single();
    }
}
