package com.kgiton.payments.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Removes secrets from texts. */
public final class Redactor {
    static final String REDACTED = "[redacted]";

    /** What is shorter is no secret, and may be a part of any text. */
    private static final int SHORTEST = 6;

    /** License keys as KGiTON issues them, in upper or lower case. */
    private static final Pattern LICENSE_KEYS =
            Pattern.compile("\\b[A-Z0-9]{5}(-[A-Z0-9]{5}){4}\\b", Pattern.CASE_INSENSITIVE);

    /** They end a line or control a terminal. A server or a proxy may send them. */
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private final List<String> secrets;

    public Redactor(List<String> secrets) {
        List<String> own = new ArrayList<>(secrets);
        own.removeIf(secret -> secret.length() < SHORTEST);
        // The longest first, so that a secret within another one leaves no rest of it.
        own.sort(Comparator.comparing(String::length).reversed());
        this.secrets = own;
    }

    /** Returns the same, which also removes this secret. */
    public Redactor and(String secret) {
        List<String> all = new ArrayList<>(secrets);
        all.add(secret);
        return new Redactor(all);
    }

    /** Returns the text without secrets. */
    public String redact(String text) {
        String rest = text;
        for (String secret : secrets) {
            rest = rest.replace(secret, REDACTED);
        }
        return LICENSE_KEYS.matcher(rest).replaceAll(REDACTED);
    }

    /** Returns the text on one line, without secrets. */
    public String line(String text) {
        return CONTROL_CHARACTERS.matcher(redact(text)).replaceAll(" ");
    }
}
