package dev.kingtide.edge;

import dev.kingtide.core.traffic.CertificateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Clients and servers that speak the JDK's TLS.
public final class TlsClients {
    private static final char[] NO_PASSWORD = new char[0];

    private TlsClients() {}

    /// Trusts whatever it is shown: tests look at the certificate themselves.
    public static SSLContext trusting() {
        return trusting(null);
    }

    /// The same for a client that shows a certificate itself.
    ///
    /// @param name the certificate and its key, as [CertificateFiles] has them
    /// @param chain those that it sends behind it
    public static SSLContext showing(String name, String... chain) {
        try {
            StringBuilder pem = new StringBuilder(CertificateFiles.text(name + ".pem"));
            for (String each : chain) {
                pem.append(CertificateFiles.text(each + ".pem"));
            }
            return trusting(keys(name, pem.toString()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same for a client with these keys; null for none.
    public static SSLContext trusting(KeyManager @Nullable [] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Extended, so that the JDK does not check names by itself.
    private static final class Trusting extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// A connection on which HTTP/2 was agreed on.
    public static SSLSocket http2(InetSocketAddress address) throws IOException {
        Socket plain = new Socket(address.getAddress(), address.getPort());
        plain.setTcpNoDelay(true);
        SSLSocket socket =
                (SSLSocket)
                        trusting()
                                .getSocketFactory()
                                .createSocket(plain, null, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(15_000);
        socket.startHandshake();
        if (!"h2".equals(socket.getApplicationProtocol())) {
            throw new IOException("no HTTP/2: " + socket.getApplicationProtocol());
        }
        return socket;
    }

    /// A connection on which hands are shaken; without a name when that is empty, with all of the
    /// JDK's protocols when none is named.
    public static SSLSocket connect(InetSocketAddress address, String name, String... protocols)
            throws IOException {
        return connect(trusting(), address, name, protocols);
    }

    /// The same by a client of the test's own.
    public static SSLSocket connect(
            SSLContext client, InetSocketAddress address, String name, String... protocols)
            throws IOException {
        Socket plain = new Socket(address.getAddress(), address.getPort());
        SSLSocket socket =
                (SSLSocket)
                        client.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(15_000);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /// A port of 127.0.0.1 that shows a certificate.
    static ServerSocket serverSocket(String certificate) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys(certificate, CertificateFiles.text(certificate + ".pem")), null, null);
            return context.getServerSocketFactory()
                    .createServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keys(String certificate, String pem)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        Certificate[] chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                        .toArray(new Certificate[0]);
        store.setKeyEntry("it", key(certificate), NO_PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static PrivateKey key(String certificate) throws GeneralSecurityException {
        String base64 =
                CertificateFiles.text(certificate + ".key")
                        .replaceAll("-----[A-Z ]+-----", "")
                        .replaceAll("\\s", "");
        return KeyFactory.getInstance(
                        certificate.startsWith("shop") || certificate.endsWith("short")
                                ? "RSA"
                                : "EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
