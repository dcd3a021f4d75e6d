package com.kgiton.payments.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads and writes JSON, as maps, lists, strings, numbers, booleans and null. */
public final class Json {
    /** No JSON of KGiTON is nested as deeply, and reading it takes as much stack. */
    private static final int DEEPEST = 200;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern SENSITIVE = Pattern.compile(Rules.SENSITIVE);

    private Json() {}

    /**
     * Reads a JSON object, which cannot be changed.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static Map<String, Object> parseObject(String text) {
        Object value = parse(text);
        if (!(value instanceof Map)) {
            throw new IllegalArgumentException("expected a JSON object");
        }
        return asObject(value);
    }

    /**
     * Returns the text of a body, without a byte order mark. Bytes that are not UTF-8 are replaced.
     */
    public static String textOf(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asObject(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object parse(String text) {
        // Without a cause: what Jackson says may quote the text.
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = read(parser, 0);
            if (parser.nextToken() == null) {
                return value;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON");
        }
        throw new IllegalArgumentException("expected the end of the JSON");
    }

    private static Object read(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || depth > DEEPEST) {
            throw new IllegalArgumentException("expected JSON");
        }
        switch (token) {
            case START_OBJECT:
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.getText();
                    parser.nextToken();
                    map.put(name, read(parser, depth + 1));
                }
                return Collections.unmodifiableMap(map);
            case START_ARRAY:
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser, depth + 1));
                }
                return Collections.unmodifiableList(list);
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) Double.valueOf(parser.getText())
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                return Double.valueOf(parser.getText());
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            default:
                return null;
        }
    }

    /**
     * Writes JSON as {@code JSON.stringify} does: the same request has the same bytes in every
     * language.
     *
     * @throws IllegalArgumentException if a text has half of a surrogate pair, which UTF-8 cannot
     *     have
     */
    public static String write(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map) {
            String separator = "{";
            for (Map.Entry<String, Object> entry : asObject(value).entrySet()) {
                text.append(separator);
                quote(entry.getKey(), text);
                write(entry.getValue(), text.append(':'));
                separator = ",";
            }
            text.append(separator.equals("{") ? "{}" : "}");
        } else if (value instanceof List) {
            String separator = "[";
            for (Object item : (List<?>) value) {
                write(item, text.append(separator));
                separator = ",";
            }
            text.append(separator.equals("[") ? "[]" : "]");
        } else if (value instanceof String) {
            quote((String) value, text);
        } else {
            text.append(value);
        }
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                text.append(c).append(value.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        "expected texts without half of a surrogate pair");
            } else {
                escape(c, text);
            }
        }
        text.append('"');
    }

    private static void escape(char c, StringBuilder text) {
        int short_ = "\"\\\b\f\n\r\t".indexOf(c);
        if (short_ >= 0) {
            text.append('\\').append("\"\\bfnrt".charAt(short_));
        } else if (c < ' ') {
            text.append(String.format("\\u%04x", (int) c));
        } else {
            text.append(c);
        }
    }

    /**
     * Returns an object for a dump or a log: without keys and without what it says of a customer,
     * however deep.
     */
    public static String shown(String name, Map<String, Object> properties) {
        return name + withoutSecrets(properties);
    }

    private static Object withoutSecrets(Object value) {
        if (value instanceof Map) {
            Map<String, Object> shown = new LinkedHashMap<>();
            asObject(value)
                    .forEach(
                            (key, each) ->
                                    shown.put(
                                            key,
                                            each != null && SENSITIVE.matcher(key).matches()
                                                    ? Redactor.REDACTED
                                                    : withoutSecrets(each)));
            return shown;
        }
        if (value instanceof List) {
            List<Object> shown = new ArrayList<>();
            ((List<?>) value).forEach(each -> shown.add(withoutSecrets(each)));
            return shown;
        }
        return value;
    }
}
