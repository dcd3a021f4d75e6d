package com.kgiton.payments;

import com.kgiton.payments.internal.Rules;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** When a request is sent again. */
final class Retry {
    private static final Pattern SECONDS = Pattern.compile("\\d+(\\.\\d+)?");
    private static final double LONGEST_SECONDS = Integer.MAX_VALUE;

    /** The three forms of RFC 9110, section 5.6.7. */
    private static final List<DateTimeFormatter> DATES =
            List.of(
                    DateTimeFormatter.RFC_1123_DATE_TIME,
                    pattern("EEEE, dd-MMM-yy HH:mm:ss zzz"),
                    pattern("EEE MMM d HH:mm:ss yyyy"));

    private Retry() {}

    private static DateTimeFormatter pattern(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .parseLenient()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }

    /**
     * Returns how long to wait before the next attempt: as long as the server asks for, otherwise
     * exponential backoff.
     */
    static Optional<Duration> delay(KGiTONException failed, int attempt, RetryClock clock) {
        Optional<Duration> asked = failed.getRetryAfter();
        if (!isRetryable(failed) || asked.isPresent() && isTooLong(asked.get())) {
            return Optional.empty();
        }
        if (asked.isPresent()) {
            return asked;
        }
        double longest =
                Math.min(Rules.LONGEST_BACKOFF, Rules.FIRST_BACKOFF * Math.pow(2, attempt - 1));
        return Optional.of(milliseconds(clock.random() * longest));
    }

    static Duration milliseconds(double milliseconds) {
        return Duration.ofNanos(Math.round(milliseconds * 1_000_000));
    }

    private static boolean isTooLong(Duration asked) {
        return asked.compareTo(Duration.ofSeconds(Rules.LONGEST_RETRY_AFTER)) > 0;
    }

    private static boolean isRetryable(KGiTONException failed) {
        return failed.getStatusCode() == 0
                ? !failed.isPermanent()
                : Rules.RETRYABLE_STATUSES.contains(failed.getStatusCode());
    }

    /**
     * Returns how long a response asks to wait: RFC 9110, section 10.2.3, a number of seconds or a
     * date.
     */
    static Optional<Duration> after(HttpHeaders headers, Instant now) {
        String value = headers.firstValue("Retry-After").orElse("").trim();
        Duration asked =
                SECONDS.matcher(value).matches()
                        ? milliseconds(Math.min(Double.parseDouble(value), LONGEST_SECONDS) * 1000)
                        : Duration.between(now, dateOf(value).orElse(now));
        return asked.isNegative() || asked.isZero() ? Optional.empty() : Optional.of(asked);
    }

    private static Optional<Instant> dateOf(String value) {
        for (DateTimeFormatter form : DATES) {
            try {
                return Optional.of(ZonedDateTime.parse(value, form).toInstant());
            } catch (DateTimeException e) {
                // Perhaps another form.
            }
        }
        return Optional.empty();
    }
}
