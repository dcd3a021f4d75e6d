package com.kgiton.payments.testing;

import com.kgiton.payments.Contract;
import com.kgiton.payments.KGiTON;

import java.time.Duration;
import java.util.List;

/**
 * An account of the sandbox, for one test: what it does reaches no other. The test plays the
 * customer, moves the clock, and lets things go wrong. With JUnit, {@link SandboxExtension} passes
 * one to each test.
 *
 * <p>It uses the sandbox at KGITON_SANDBOX_URL. Without that variable, it starts one for all tests,
 * which ends with them: with KGITON_SANDBOX_COMMAND, such as "node kgiton-sandbox.cjs", else the
 * one that npm has installed in the working directory or above it, else with npx.
 */
public final class SandboxAccount {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final SandboxClient control;

    private SandboxAccount(SandboxClient control) {
        this.control = control;
    }

    /** Creates an account in the sandbox that all tests share. */
    public static SandboxAccount create() {
        String url = Sandbox.url();
        return new SandboxAccount(
                new SandboxClient(url, new SandboxClient(url, null).createAccount().getApiKey()));
    }

    /** Returns the URL of the sandbox, for the configuration of your application. */
    public String getUrl() {
        return control.getUrl();
    }

    /** Returns the API key of the account, for the configuration of your application. */
    public String getApiKey() {
        return control.getApiKey();
    }

    /** Returns all operations of the control API. */
    public SandboxClient control() {
        return control;
    }

    /** Returns a client of this account. */
    public KGiTON client() {
        return clientBuilder().build();
    }

    /**
     * Returns a builder for a client of this account, which verifies webhooks with the secret of
     * the sandbox.
     */
    public KGiTON.Builder clientBuilder() {
        return KGiTON.builder()
                .apiKey(getApiKey())
                .baseUrl(getUrl())
                .webhookSecret(Contract.TEST_WEBHOOK_SECRET);
    }

    /** Pays as the customer. The id is a payment id or a transaction id. */
    public Payment pay(String id) {
        return control.payPayment(id);
    }

    /** Lets a payment expire, as if nobody had paid in time. */
    public Payment expire(String id) {
        return control.expirePayment(id);
    }

    /** Lets the payment gateway reject a payment. */
    public Payment fail(String id) {
        return control.failPayment(id);
    }

    /**
     * Moves the clock of the account forward, so that payments expire and webhooks are sent again.
     */
    public void advance(Duration duration) {
        control.advanceClock(ClockAdvance.builder().milliseconds(duration.toMillis()).build());
    }

    /** Lets all webhooks or requests go wrong, until the fault is cleared. */
    public void fault(FaultKind kind) {
        fault(Fault.builder().kind(kind).build());
    }

    /** Lets so many webhooks or requests go wrong. */
    public void fault(FaultKind kind, int times) {
        fault(Fault.builder().kind(kind).times(times).build());
    }

    /** Lets webhooks or requests go wrong. */
    public void fault(Fault fault) {
        control.setFault(FaultRequest.builder().fault(fault).build());
    }

    /** Lets the webhook of one payment go wrong. The id is a payment id or a transaction id. */
    public void faultOf(String id, Fault fault) {
        control.setFault(FaultRequest.builder().fault(fault).payment(id).build());
    }

    /** Ends all faults. */
    public void clearFaults() {
        control.clearFault();
    }

    /** Sets how many tokens a license key has. */
    public void setTokens(String licenseKey, long tokens) {
        control.setLicense(licenseKey, LicenseChange.builder().tokens(tokens).build());
    }

    /**
     * Waits until the webhook of a payment has been delivered, at most 10 seconds of real time. The
     * id is a payment id or a transaction id.
     *
     * @throws AssertionError if it is not; the message says how the last attempt ended
     */
    public Delivery waitForDelivery(String id) {
        ListDeliveriesOptions options =
                new ListDeliveriesOptions()
                        .payment(id)
                        .state(DeliveryState.DELIVERED)
                        .waitTime((int) LONGEST_WAIT.toMillis());
        List<Delivery> delivered = control.listDeliveries(options).getDeliveries();
        if (!delivered.isEmpty()) {
            return delivered.get(0);
        }
        List<Delivery> others =
                control.listDeliveries(new ListDeliveriesOptions().payment(id)).getDeliveries();
        throw new AssertionError(
                "The webhook of "
                        + id
                        + " was not delivered within "
                        + LONGEST_WAIT.toSeconds()
                        + " seconds: "
                        + lastAttempt(others));
    }

    private static String lastAttempt(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return "there is none; has the payment a webhookUrl, and is it paid?";
        }
        List<DeliveryAttempt> attempts = deliveries.get(0).getAttempts();
        if (attempts.isEmpty()) {
            return "no attempt was made";
        }
        DeliveryAttempt last = attempts.get(attempts.size() - 1);
        return last.getStatus()
                .map(
                        status ->
                                "the last attempt got status "
                                        + status
                                        + ": "
                                        + last.getResponseBody().orElse(""))
                .orElseGet(() -> "the last attempt: " + last.getError().orElse(""));
    }

    @Override
    public String toString() {
        return "SandboxAccount{url=" + getUrl() + "}";
    }
}
