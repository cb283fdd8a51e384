package dev.kingtide.host.engine;

import dev.kingtide.aws.acm.PrivateKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// How an Engine on another machine and its client know each other: by certificates of one
/// authority, in the files that Docker's own client reads, `ca.pem`, `cert.pem` and `key.pem`
/// (docs.docker.com, protect the Docker daemon socket).
public final class EngineTls {
    private static final char[] NONE = new char[0];
    private final SSLSocketFactory factory;

    private EngineTls(SSLSocketFactory factory) {
        this.factory = factory;
    }

    /// Whether a directory has such files.
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve("ca.pem"));
    }

    /// Reads the files of a directory.
    ///
    /// @throws IOException when one is missing or is not what it should be, and says which
    public static EngineTls read(Path directory) throws IOException {
        try {
            List<Certificate> authorities = certificates(directory.resolve("ca.pem"));
            List<Certificate> own = certificates(directory.resolve("cert.pem"));
            Path file = directory.resolve("key.pem");
            PrivateKey key =
                    PrivateKeys.read(Files.readString(file), own.getFirst().getPublicKey());
            if (key == null) {
                throw new IOException(
                        file + " is not the key of cert.pem, or is encrypted; write it anew");
            }
            return new EngineTls(context(authorities, own, key).getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new IOException(directory + ": " + e.getMessage(), e);
        }
    }

    private static List<Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        byte[] pem = Files.readString(file).getBytes(StandardCharsets.US_ASCII);
        List<Certificate> found =
                new ArrayList<>(
                        CertificateFactory.getInstance("X.509")
                                .generateCertificates(new ByteArrayInputStream(pem)));
        if (found.isEmpty()) {
            throw new IOException(file + " has no certificate; write it anew");
        }
        return found;
    }

    private static SSLContext context(
            List<Certificate> authorities, List<Certificate> own, PrivateKey key)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, NONE);
        for (int i = 0; i < authorities.size(); i++) {
            trusted.setCertificateEntry("ca" + i, authorities.get(i));
        }
        KeyStore mine = KeyStore.getInstance("PKCS12");
        mine.load(null, NONE);
        mine.setKeyEntry("key", key, NONE, own.toArray(Certificate[]::new));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(mine, NONE);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /// Agrees with the Engine at the other end of a connection; its certificate has to name the
    /// host.
    SSLSocket over(Socket plain, String host) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
