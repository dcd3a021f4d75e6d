package com.kgiton.payments.testing;

import com.kgiton.payments.internal.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sandbox of all tests of this process. It is the one at KGITON_SANDBOX_URL. Without that
 * variable, one is started, which ends with the process: with KGITON_SANDBOX_COMMAND, such as "node
 * kgiton-sandbox.cjs", else the one that npm has installed in the working directory or above it,
 * else with npx.
 */
final class Sandbox {
    /**
     * Lets a Node.js program end when its standard input does: when this process has ended, however
     * it did.
     */
    private static final String ENDS_WITH_TESTS =
            "--import=data:text/javascript,process.stdin.on(%22end%22,()=>process.exit()).resume()";

    private static String url;

    /** What ends the sandbox when it is closed. */
    private static OutputStream input;

    private Sandbox() {}

    /** Returns the URL, and starts the sandbox first if necessary. */
    static synchronized String url() {
        if (url == null) {
            String given = variable("KGITON_SANDBOX_URL");
            url = given.isEmpty() ? start(command()) : given;
        }
        return url;
    }

    static String start(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--port", "0", "--json"));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment()
                .merge("NODE_OPTIONS", ENDS_WITH_TESTS, (given, added) -> given + " " + added);
        try {
            Path complaints = Files.createTempFile("kgiton-sandbox", ".log");
            complaints.toFile().deleteOnExit();
            Process process = builder.redirectError(complaints.toFile()).start();
            // Nobody writes to it. It stays open as long as this process runs.
            input = process.getOutputStream();
            InputStream output = process.getInputStream();
            String line =
                    new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))
                            .readLine();
            if (line == null) {
                throw new SandboxException(
                        notStarted(command) + Files.readString(complaints), null);
            }
            drain(output);
            return String.valueOf(Json.parseObject(line).get("url"));
        } catch (IOException | IllegalArgumentException e) {
            throw new SandboxException(notStarted(command) + e.getMessage(), e);
        }
    }

    private static String notStarted(List<String> command) {
        return "No sandbox starts with \"" + String.join(" ", command) + "\": ";
    }

    /** A pipe that is full would stop the sandbox. */
    private static void drain(InputStream output) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                output.transferTo(OutputStream.nullOutputStream());
                            } catch (IOException e) {
                                // The sandbox has ended.
                            }
                        },
                        "kgiton-sandbox");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<String> command() {
        String given = variable("KGITON_SANDBOX_COMMAND");
        if (!given.isEmpty()) {
            return Arrays.asList(given.split("\\s+"));
        }
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path installed = folder.resolve("node_modules/@kgiton/sandbox/bin/kgiton-sandbox.js");
            if (Files.exists(installed)) {
                return List.of("node", installed.toString());
            }
        }
        return fromNpx();
    }

    /**
     * Returns the program that npx fetches. It is started without npx, which a signal would end
     * without its child.
     */
    private static List<String> fromNpx() {
        try {
            boolean isWindows = System.getProperty("os.name").startsWith("Windows");
            Process process =
                    new ProcessBuilder(
                                    isWindows ? "npx.cmd" : "npx",
                                    "--yes",
                                    "--package",
                                    "@kgiton/sandbox",
                                    "--call",
                                    isWindows
                                            ? "where kgiton-sandbox"
                                            : "command -v kgiton-sandbox")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String path =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .trim();
            if (!path.isEmpty()) {
                return List.of("node", path);
            }
        } catch (IOException e) {
            // There is no npx.
        }
        throw new SandboxException(
                "npx cannot fetch @kgiton/sandbox: set KGITON_SANDBOX_URL or"
                        + " KGITON_SANDBOX_COMMAND",
                null);
    }

    private static String variable(String name) {
        return System.getenv().getOrDefault(name, "").trim();
    }
}
