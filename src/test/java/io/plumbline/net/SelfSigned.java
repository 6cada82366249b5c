package io.plumbline.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody has signed but its owner, made by the JDK's keytool.
 *
 * @param store holds it and its key
 */
public record SelfSigned(Path store) {

    private static final String PASSWORD = "changeit";

    /** @param names in keytool's words, such as {@code ip:127.0.0.1} */
    public static SelfSigned in(Path folder, String names) throws IOException, InterruptedException {
        Path store = folder.resolve("self-signed.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "SAN=" + names)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        return new SelfSigned(store);
    }

    /** For those who are to trust it. */
    public Path trustStore() throws IOException, GeneralSecurityException {
        // Unlike PKCS12 it can be read without a password.
        KeyStore trusted = KeyStore.getInstance("JKS");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "it",
                KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()).getCertificate("it"));
        Path file = store.resolveSibling("trusted.jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** For a server of netty's. */
    public SslContext server() throws IOException, GeneralSecurityException {
        return SslContextBuilder.forServer(keys()).build();
    }

    /** For a server of the JDK's. */
    public SSLContext context() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys().getKeyManagers(), null, null);
        return context;
    }

    private KeyManagerFactory keys() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        return keys;
    }
}
