package com.kgiton.payments;

import com.kgiton.payments.internal.Rules;

import java.time.Duration;

/** The options of {@link PartnerPayment#waitForPayment}. */
public final class WaitOptions {
    final Duration timeout;
    final Duration interval;

    private WaitOptions(Builder builder) {
        timeout = builder.timeout;
        interval = builder.interval;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds the options. */
    public static final class Builder {
        private Duration timeout = Duration.ofMillis(Rules.DEFAULT_WAIT_TIMEOUT);
        private Duration interval = Duration.ofMillis(Rules.DEFAULT_WAIT_INTERVAL);

        private Builder() {}

        /**
         * How long to wait: 10 minutes by default. Wait a minute longer than the payment can be
         * paid.
         */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /**
         * How long to wait between a response and the next request: 5 seconds by default, and by
         * the contract at least. Up to a fifth is added at random, so that many programs do not ask
         * in step.
         */
        public Builder interval(Duration interval) {
            this.interval = interval;
            return this;
        }

        /** Returns the options. */
        public WaitOptions build() {
            return new WaitOptions(this);
        }
    }
}
