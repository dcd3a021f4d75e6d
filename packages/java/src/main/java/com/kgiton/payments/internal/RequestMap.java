package com.kgiton.payments.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The JSON object of a request, in the order of the contract. What is null is left out. */
public final class RequestMap {
    private final Map<String, Object> properties = new LinkedHashMap<>();

    /** Adds a string, a number or a boolean. */
    public RequestMap put(String name, Object value) {
        if (value != null) {
            properties.put(name, value instanceof Instant ? value.toString() : value);
        }
        return this;
    }

    /** Adds an object. */
    public <T> RequestMap put(String name, T value, Function<T, Map<String, Object>> write) {
        return value == null ? this : put(name, write.apply(value));
    }

    /** Adds a list of objects. */
    public <T> RequestMap putAll(
            String name, List<T> values, Function<T, Map<String, Object>> write) {
        if (values == null) {
            return this;
        }
        List<Object> all = new ArrayList<>();
        values.forEach(each -> all.add(write.apply(each)));
        return put(name, all);
    }

    public Map<String, Object> toMap() {
        return Collections.unmodifiableMap(properties);
    }

    /** Returns the value of a property that has to be there. */
    public static <T> T required(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException("expected " + name + ", which has to be there");
        }
        return value;
    }
}
