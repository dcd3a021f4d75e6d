package com.kgiton.payments;

import com.kgiton.payments.internal.Rules;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a call may change of the client. */
final class Settings {
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern BASE_URL =
            Pattern.compile("https?://[^\\s/?#@]+(/[^\\s?#@]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    final Duration timeout;
    final int maxRetries;
    final Map<String, String> headers;

    Settings(Duration timeout, int maxRetries, Map<String, String> headers) {
        this.timeout = checkedDuration("timeout", timeout);
        if (maxRetries < 0 || maxRetries > Rules.HIGHEST_MAX_RETRIES) {
            throw new IllegalArgumentException(
                    "expected maxRetries from 0 to "
                            + Rules.HIGHEST_MAX_RETRIES
                            + ", got "
                            + maxRetries);
        }
        this.maxRetries = maxRetries;
        this.headers = new LinkedHashMap<>(headers);
        headers.forEach(Settings::checkHeader);
    }

    Settings with(RequestOptions options) {
        if (options == RequestOptions.NONE) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(options.headers);
        return new Settings(
                options.timeout == null ? timeout : options.timeout,
                options.maxRetries == null ? maxRetries : options.maxRetries,
                all);
    }

    static Duration checkedDuration(String name, Duration value) {
        Duration longest = Duration.ofMillis(Rules.LONGEST_TIMEOUT);
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "expected a " + name + " from PT0.001S to " + longest + ", got " + value);
        }
        return value;
    }

    /** The value may be a key of somebody else, so the message does not quote it. */
    private static void checkHeader(String name, String value) {
        boolean isAllowed = HEADER_VALUE.matcher(value).matches();
        try {
            HttpRequest.newBuilder().header(name, "");
        } catch (IllegalArgumentException e) {
            isAllowed = false;
        }
        if (!isAllowed) {
            throw new IllegalArgumentException(
                    "expected headers that HTTP and java.net.http allow");
        }
    }

    static String checkedApiKey(String apiKey) {
        if (!VISIBLE.matcher(apiKey).matches()) {
            throw new IllegalArgumentException(
                    "expected the API key as KGiTON issued it (kgiton_...), without white space");
        }
        return apiKey;
    }

    /** Returns the base URL without a slash at its end. */
    static String checkedBaseUrl(String given) {
        boolean isAllowed = BASE_URL.matcher(given).matches();
        try {
            isAllowed = isAllowed && URI.create(given).getHost() != null;
        } catch (IllegalArgumentException e) {
            isAllowed = false;
        }
        if (!isAllowed) {
            throw new IllegalArgumentException(
                    "expected an http or https base URL without user, query and fragment");
        }
        return given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    }
}
