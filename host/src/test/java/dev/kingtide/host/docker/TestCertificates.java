package dev.kingtide.host.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Certificates for an Engine on 127.0.0.1 and its client, made with openssl as Docker's manual
/// does it: those of the client under the names that Docker's own client reads.
final class TestCertificates {
    private static final String SERVER = "subjectAltName=IP:127.0.0.1\n";
    private final Path directory;

    TestCertificates(Path directory) throws IOException {
        this.directory = directory;
        assumeTrue(Files.exists(Path.of("/usr/bin/openssl")), "openssl makes the certificates");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test",
                "-keyout",
                file("ca-key.pem"),
                "-out",
                file("ca.pem"));
        Files.writeString(directory.resolve("server.cnf"), SERVER);
        Files.writeString(directory.resolve("client.cnf"), "extendedKeyUsage=clientAuth\n");
        sign("server", "server-key.pem", "server-cert.pem");
        sign("client", "key.pem", "cert.pem");
    }

    private void sign(String who, String key, String certificate) throws IOException {
        String request = file(who + ".csr");
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + who,
                "-keyout",
                file(key),
                "-out",
                request);
        openssl(
                "x509",
                "-req",
                "-days",
                "2",
                "-in",
                request,
                "-CA",
                file("ca.pem"),
                "-CAkey",
                file("ca-key.pem"),
                "-CAcreateserial",
                "-extfile",
                file(who + ".cnf"),
                "-out",
                file(certificate));
    }

    private static void openssl(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        if (OwnEngine.run(command) != 0) {
            throw new AssertionError(String.join(" ", command));
        }
    }

    String file(String name) {
        return directory.resolve(name).toString();
    }
}
