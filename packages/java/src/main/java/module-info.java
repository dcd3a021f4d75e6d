/** The client of KGiTON Partner Payment, and helpers for tests with its sandbox. */
module com.kgiton.payments {
    requires transitive java.net.http;
    requires com.fasterxml.jackson.core;
    // Only for tests with JUnit. If it were transitive, programs without JUnit would not compile.
    requires static org.junit.jupiter.api;

    exports com.kgiton.payments;
    exports com.kgiton.payments.testing;
}
