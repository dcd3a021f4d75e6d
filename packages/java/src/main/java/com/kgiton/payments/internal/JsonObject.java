package com.kgiton.payments.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A JSON object of which properties are read strictly: what is missing or has another type is an
 * error.
 */
public final class JsonObject {
    /** The largest integer that every JSON parser reads exactly. */
    private static final double LARGEST_INTEGER = 1L << 53;

    private final Map<String, Object> properties;

    public JsonObject(Map<String, Object> properties) {
        this.properties = Collections.unmodifiableMap(properties);
    }

    public Map<String, Object> raw() {
        return properties;
    }

    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(properties.get(name));
    }

    /** Returns whether a property is there, and null. */
    public boolean isNull(String name) {
        return isAbsent(name) && properties.containsKey(name);
    }

    /** Returns whether a property is missing or null. */
    public boolean isAbsent(String name) {
        return properties.get(name) == null;
    }

    /** Returns a property if it is a string, otherwise null. */
    public String textOrNull(String name) {
        Object value = properties.get(name);
        return value instanceof String ? (String) value : null;
    }

    public String string(String name) {
        return typed(name, String.class);
    }

    /** Reads the only value that a property may have. */
    public String exactly(String name, String expected) {
        if (!expected.equals(properties.get(name))) {
            throw new PropertyException(name);
        }
        return expected;
    }

    public boolean bool(String name) {
        return typed(name, Boolean.class);
    }

    public double number(String name) {
        return typed(name, Number.class).doubleValue();
    }

    /** Reads an integer. 50000.0 is one in JSON. */
    public long int64(String name) {
        Number value = typed(name, Number.class);
        double number = value.doubleValue();
        if (!(value instanceof Double)) {
            return value.longValue();
        }
        if (Math.abs(number) > LARGEST_INTEGER || number != Math.rint(number)) {
            throw new PropertyException(name);
        }
        return (long) number;
    }

    public int int32(String name) {
        long value = int64(name);
        if (value != (int) value) {
            throw new PropertyException(name);
        }
        return (int) value;
    }

    /** Reads a time of RFC 3339. */
    public Instant time(String name) {
        try {
            return OffsetDateTime.parse(string(name)).toInstant();
        } catch (DateTimeException e) {
            throw new PropertyException(name);
        }
    }

    public Map<String, Object> map(String name) {
        return Json.asObject(typed(name, Map.class));
    }

    public <T> T object(String name, Function<Map<String, Object>, T> read) {
        return read.apply(map(name));
    }

    public List<String> strings(String name) {
        return items(name, String.class, text -> text);
    }

    public <T> List<T> objects(String name, Function<Map<String, Object>, T> read) {
        return items(name, Map.class, map -> read.apply(Json.asObject(map)));
    }

    /** Returns the items of a list that are objects; none if the property is no list. */
    public List<Map<String, Object>> objectsOrNone(String name) {
        List<Map<String, Object>> all = new ArrayList<>();
        if (properties.get(name) instanceof List) {
            for (Object each : (List<?>) properties.get(name)) {
                if (each instanceof Map) {
                    all.add(Json.asObject(each));
                }
            }
        }
        return all;
    }

    private <I, T> List<T> items(String name, Class<I> type, Function<I, T> read) {
        List<T> all = new ArrayList<>();
        for (Object each : typed(name, List.class)) {
            if (!type.isInstance(each)) {
                throw new PropertyException(name);
            }
            all.add(read.apply(type.cast(each)));
        }
        return Collections.unmodifiableList(all);
    }

    private <T> T typed(String name, Class<T> type) {
        Object value = properties.get(name);
        if (!type.isInstance(value)) {
            throw new PropertyException(name);
        }
        return type.cast(value);
    }
}
