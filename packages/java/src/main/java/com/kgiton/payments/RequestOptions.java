package com.kgiton.payments;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options of one call, which take precedence over those of the client. */
public final class RequestOptions {
    static final RequestOptions NONE = builder().build();

    final Duration timeout;
    final Integer maxRetries;
    final Map<String, String> headers;

    private RequestOptions(Builder builder) {
        timeout = builder.timeout;
        maxRetries = builder.maxRetries;
        headers = new LinkedHashMap<>(builder.headers);
    }

    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds the options. */
    public static final class Builder {
        private Duration timeout;
        private Integer maxRetries;
        private final Map<String, String> headers = new LinkedHashMap<>();

        private Builder() {}

        /** How long one attempt may take until its whole response has arrived. */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** How often the request is retried after a temporary failure, from 0 to 100. */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = maxRetries;
            return this;
        }

        /** Adds a header. It cannot replace the API key. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** Returns the options. */
        public RequestOptions build() {
            return new RequestOptions(this);
        }
    }
}
