package com.kgiton.payments.spring;

import com.kgiton.payments.Contract;
import com.kgiton.payments.testing.TestWebhook;

import org.springframework.context.ApplicationContext;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends requests to an application that is running. */
record Client(String url) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static Client of(ApplicationContext application) {
        return new Client(
                "http://127.0.0.1:"
                        + application.getEnvironment().getProperty("local.server.port"));
    }

    /** Sends a webhook and returns the status of the response. */
    int send(String path, TestWebhook webhook) {
        return send(path, webhook.body(), webhook.signature());
    }

    /** Sends a webhook with this signature, or with none if it is null. */
    int send(String path, byte[] body, String signature) {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body));
        if (signature != null) {
            request.header(Contract.SIGNATURE_HEADER, signature);
        }
        return send(request).statusCode();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
