package com.example.laundry;

/**
 * An order.
 *
 * @param id its id, which is the transaction id of its payment
 * @param amount in whole rupiah
 * @param status waiting, paid or cancelled
 */
record Order(String id, long amount, String status) {}
