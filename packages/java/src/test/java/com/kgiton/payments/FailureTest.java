package com.kgiton.payments;

import static com.kgiton.payments.Shop.PENDING_STATUS;
import static com.kgiton.payments.Shop.REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kgiton.payments.Shop.Server;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

class FailureTest {
    @Test
    void aHostNameThatIsUnknownIsNotAskedAgainAndNothingWasSent() {
        TestClock clock = new TestClock();
        PartnerPayment payments =
                Shop.client("http://shop.invalid").clock(clock).build().partnerPayment();
        NetworkException failed =
                assertThrows(NetworkException.class, () -> payments.generateQris(REQUEST));
        assertFalse(failed.isOutcomeUnknown());
        assertEquals(List.of(), clock.delays);
    }

    @Test
    void aRequestThatTheEndOfAWaitCutsShortSaysNothingAboutTheServer() {
        List<Integer> statuses = new CopyOnWriteArrayList<>(List.of(503));
        CountDownLatch end = new CountDownLatch(1);
        try (Server server =
                new Server(
                        exchange -> {
                            if (statuses.isEmpty()) {
                                await(end);
                            } else {
                                Server.respond(exchange, statuses.remove(0), "");
                            }
                        })) {
            PartnerPayment payments =
                    Shop.client(server.url())
                            .clock(new TestClock(new TestClock().now(), 0))
                            .build()
                            .partnerPayment();
            WaitOptions options = WaitOptions.builder().timeout(Duration.ofMillis(10_030)).build();
            assertThrows(ServerException.class, () -> payments.waitForPayment("TRX-1", options));
        } finally {
            end.countDown();
        }
    }

    @Test
    void aResponseWithoutEndIsGivenUp() {
        try (Server server =
                new Server(
                        exchange -> {
                            exchange.getRequestBody().readAllBytes();
                            exchange.sendResponseHeaders(200, 0);
                            while (true) {
                                exchange.getResponseBody().write(new byte[1 << 16]);
                            }
                        })) {
            PartnerPayment payments =
                    Shop.client(server.url()).maxRetries(0).build().partnerPayment();
            NetworkException failed =
                    assertThrows(NetworkException.class, () -> payments.generateQris(REQUEST));
            assertTrue(
                    failed.getMessage().contains("a response of more than 10485760 bytes"),
                    failed.getMessage());
        }
    }

    @Test
    void aResponseThatStallsInItsBodyIsGivenUpAndItsConnectionClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Server server =
                new Server(
                        exchange -> {
                            exchange.getRequestBody().readAllBytes();
                            exchange.sendResponseHeaders(200, 0);
                            try {
                                while (true) {
                                    exchange.getResponseBody().write(' ');
                                    exchange.getResponseBody().flush();
                                    Thread.onSpinWait();
                                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                                }
                            } catch (IOException e) {
                                closed.countDown();
                            }
                        })) {
            PartnerPayment payments =
                    Shop.client(server.url())
                            .maxRetries(0)
                            .timeout(Duration.ofMillis(200))
                            .build()
                            .partnerPayment();
            TimeoutException failed =
                    assertThrows(TimeoutException.class, () -> payments.generateQris(REQUEST));
            assertTrue(failed.getMessage().contains("timeout of 200 ms"), failed.getMessage());
            assertTrue(failed.isOutcomeUnknown());
            closed.await();
        }
    }

    @Test
    void aThreadThatIsInterruptedEndsItsCallAndThePaymentMayExist() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Server server =
                new Server(
                        exchange -> {
                            arrived.countDown();
                            await(end);
                        })) {
            KGiTONException failed = interrupted(arrived, Shop.client(server.url()).build());
            assertTrue(failed.isOutcomeUnknown());
        } finally {
            end.countDown();
        }
    }

    @Test
    void aThreadThatIsInterruptedDoesNotWaitForTheNextAttempt() throws Exception {
        CountDownLatch sleeping = new CountDownLatch(1);
        try (Server server =
                new Server(
                        exchange -> {
                            exchange.getResponseHeaders().set("Retry-After", "60");
                            sleeping.countDown();
                            Server.respond(exchange, 503, "");
                        })) {
            KGiTON kgiton = Shop.client(server.url()).clock(RetryClock.SYSTEM).build();
            assertTrue(interrupted(sleeping, kgiton).isOutcomeUnknown());
            assertEquals(1, server.requests.size());
        }
    }

    /** Interrupts a thread that calls, once something has happened. */
    private static KGiTONException interrupted(CountDownLatch happened, KGiTON kgiton)
            throws InterruptedException {
        AtomicReference<Throwable> failed = new AtomicReference<>();
        AtomicReference<Boolean> isInterrupted = new AtomicReference<>();
        Thread thread =
                new Thread(
                        () -> {
                            failed.set(
                                    assertThrows(
                                            Exception.class,
                                            () -> kgiton.partnerPayment().generateQris(REQUEST)));
                            isInterrupted.set(Thread.currentThread().isInterrupted());
                        });
        thread.start();
        happened.await();
        thread.interrupt();
        thread.join();
        assertInstanceOf(InterruptedException.class, failed.get().getCause());
        assertTrue(isInterrupted.get(), "expected the flag of the thread to be set again");
        return assertInstanceOf(NetworkException.class, failed.get());
    }

    @Test
    void anInterruptEndsAWaitAlsoAfterAStatus() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (Server server =
                new Server(
                        exchange -> {
                            Server.respond(exchange, 200, PENDING_STATUS);
                            asked.countDown();
                        })) {
            PartnerPayment payments =
                    Shop.client(server.url()).clock(RetryClock.SYSTEM).build().partnerPayment();
            AtomicReference<Throwable> failed = new AtomicReference<>();
            Thread thread =
                    new Thread(
                            () ->
                                    failed.set(
                                            assertThrows(
                                                    Exception.class,
                                                    () -> payments.waitForPayment("TRX-1"))));
            thread.start();
            asked.await();
            thread.interrupt();
            thread.join();
            assertFalse(assertInstanceOf(NetworkException.class, failed.get()).isOutcomeUnknown());
        }
    }

    @Test
    void anExceptionSurvivesSerialization() throws Exception {
        try (Server server =
                Server.of(
                        400,
                        "{\"code\":\"VALIDATION_ERROR\",\"message\":\"No.\",\"errors\":[{\"path\":\"/a\",\"message\":\"b\"}]}")) {
            PartnerPayment payments = Shop.client(server.url()).build().partnerPayment();
            ValidationException failed =
                    assertThrows(ValidationException.class, () -> payments.generateQris(REQUEST));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
                output.writeObject(failed);
            }
            try (ObjectInputStream input =
                    new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                ValidationException read = (ValidationException) input.readObject();
                assertEquals(failed.getMessage(), read.getMessage());
                assertEquals(ErrorCode.VALIDATION_ERROR, read.getCode());
                assertEquals(List.of(), read.getErrors());
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
