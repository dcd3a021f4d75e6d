package com.kgiton.payments;

import com.kgiton.payments.internal.JsonObject;

import java.util.function.BiFunction;

/** A request, and what makes its response a success. */
final class Operation<T> {
    final String method;
    final String path;

    /** JSON, or null if the request has no body. */
    final byte[] body;

    /**
     * Reads the JSON object of a success and its request id. An IllegalArgumentException means that
     * it violates the contract.
     */
    final BiFunction<JsonObject, String, T> read;

    Operation(String method, String path, byte[] body, BiFunction<JsonObject, String, T> read) {
        this.method = method;
        this.path = path;
        this.body = body;
        this.read = read;
    }

    /** Returns whether the request changes nothing, so that its outcome is never unknown. */
    boolean isSafe() {
        return method.equals("GET");
    }
}
