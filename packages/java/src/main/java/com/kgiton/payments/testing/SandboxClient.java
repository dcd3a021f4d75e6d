package com.kgiton.payments.testing;

import com.kgiton.payments.Contract;
import com.kgiton.payments.internal.Json;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The client of the sandbox's control API: what tests and people can do to a sandbox, and see of
 * it. In tests, {@link SandboxAccount} is shorter.
 */
public final class SandboxClient extends ControlApi {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final String apiKey;

    /**
     * Takes the account of an API key.
     *
     * @param url the URL of the sandbox, such as http://localhost:4020
     * @param apiKey the API key of the account; without one, the requests concern all accounts
     */
    public SandboxClient(String url, String apiKey) {
        this.url = url.replaceAll("/+$", "");
        this.apiKey = apiKey;
    }

    /** Returns the URL of the sandbox. */
    public String getUrl() {
        return url;
    }

    /** Returns the API key of the account; null if there is none. */
    public String getApiKey() {
        return apiKey;
    }

    @Override
    Map<String, Object> send(
            String method, String path, Map<String, Object> query, Map<String, Object> body) {
        String suffix =
                query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + segment(String.valueOf(each.getValue())))
                        .collect(Collectors.joining("&"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(url + path + (suffix.isEmpty() ? "" : "?" + suffix)))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (apiKey != null) {
            request.header(Contract.API_KEY_HEADER, apiKey);
        }
        HttpResponse<String> response;
        try {
            response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new SandboxException("The sandbox at " + url + " does not respond: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("The thread was interrupted", e);
        }
        Map<String, Object> object = objectOf(response.body());
        if (response.statusCode() >= 300) {
            throw new SandboxException(
                    response.statusCode(),
                    String.valueOf(object.getOrDefault("code", "")),
                    String.valueOf(object.getOrDefault("message", "no JSON")));
        }
        return object;
    }

    private static Map<String, Object> objectOf(String body) {
        try {
            return Json.parseObject(body);
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    @Override
    String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "SandboxClient{url=" + url + "}";
    }
}
