package com.kgiton.payments;

import com.kgiton.payments.internal.Json;
import com.kgiton.payments.internal.JsonObject;
import com.kgiton.payments.internal.Redactor;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A complete response. */
final class ResponseBody {
    /** How much of another body a message shows, in characters. */
    private static final int SHOWN = 100;

    private final byte[] bytes;
    private final Redactor redactor;
    final int status;
    final HttpHeaders headers;

    /** Null if the response has none. */
    final String requestId;

    /** The JSON object; an empty one if the body is something else. */
    final JsonObject object;

    ResponseBody(HttpResponse<byte[]> response, Redactor redactor) {
        this.bytes = response.body();
        this.redactor = redactor;
        this.status = response.statusCode();
        this.headers = response.headers();
        this.requestId =
                headers.firstValue(Contract.REQUEST_ID_HEADER).map(redactor::redact).orElse(null);
        this.object = parse(bytes);
    }

    private static JsonObject parse(byte[] bytes) {
        try {
            return new JsonObject(Json.parseObject(Json.textOf(bytes)));
        } catch (IllegalArgumentException e) {
            return new JsonObject(Map.of());
        }
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Returns whether a 2xx status has a success, or another one a code. */
    boolean isOfContract() {
        return isSuccess() ? object.isTrue("success") : object.textOrNull("code") != null;
    }

    String code() {
        return object.string("code");
    }

    String message() {
        return Optional.ofNullable(object.textOrNull("message")).orElse(code());
    }

    /** The wrong properties. Those of another form are left out. */
    List<FieldError> errors() {
        List<FieldError> errors = new ArrayList<>();
        for (Map<String, Object> each : object.objectsOrNone("errors")) {
            if (each.get("path") instanceof String && each.get("message") instanceof String) {
                errors.add(
                        FieldError.fromMap(
                                Map.of(
                                        "path", redactor.redact((String) each.get("path")),
                                        "message", redactor.redact((String) each.get("message")))));
            }
        }
        return List.copyOf(errors);
    }

    /** Says what is there instead of a JSON body of the contract. */
    String describe() {
        Optional<String> location = headers.firstValue("Location");
        if (location.isPresent()) {
            return "a redirect to " + location.get();
        }
        if (bytes.length == 0) {
            return "an empty body";
        }
        // Redacted before it is cut: half a key would not be recognized.
        String start =
                redactor.redact(
                        new String(
                                Arrays.copyOf(bytes, Math.min(bytes.length, 4096)),
                                StandardCharsets.UTF_8));
        int end = Math.min(start.length(), SHOWN);
        boolean isHalf = end < start.length() && Character.isHighSurrogate(start.charAt(end - 1));
        return Json.write(start.substring(0, isHalf ? end - 1 : end));
    }
}
