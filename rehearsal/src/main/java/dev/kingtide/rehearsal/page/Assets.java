package dev.kingtide.rehearsal.page;

import dev.kingtide.core.Invariant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The styles and scripts that every page carries, from the class path.
final class Assets {
    /// Where WebJars has uPlot, with the version that the build has pinned.
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private static final String[] SCRIPTS = {"clock.js", "chart.js", "page.js"};

    private Assets() {}

    /// All styles: uPlot's and the page's.
    static String styles() {
        return read(UPLOT + "dist/uPlot.min.css") + '\n' + read("report.css");
    }

    /// All scripts: uPlot, with its licence, and the page's, which share one scope of their own.
    static String scripts() {
        StringBuilder own = new StringBuilder("(() => {\n'use strict';\n");
        for (String name : SCRIPTS) {
            own.append(read(name));
        }
        String licence = read(UPLOT + "LICENSE").strip();
        return "/* uPlot\n"
                + licence
                + "\n*/\n"
                + read(UPLOT + "dist/uPlot.iife.min.js")
                + '\n'
                + own.append("})();\n");
    }

    /// What a content security policy names a text by.
    static String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException missing) {
            throw Invariant.broken("every Java has SHA-256: " + missing);
        }
    }

    private static String read(String name) {
        try (InputStream file = Assets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw Invariant.broken("not on the class path: " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException bad) {
            throw Invariant.broken("cannot read " + name + ": " + bad);
        }
    }
}
