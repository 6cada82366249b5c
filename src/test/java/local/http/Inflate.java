package local.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Undoes a body's Content-Encoding. Stricter than Netty's decompressor, which lets a truncated body pass as a short one. */
final class Inflate {

    /** The body inflates to more than is allowed. */
    static final class TooLargeException extends IOException {
        private TooLargeException(int limit) {
            super("The body inflates to more than " + limit + " bytes.");
        }
    }

    private Inflate() {}

    static byte[] inflate(String encoding, byte[] body, int limit) throws IOException {
        if (encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
            return body;
        }
        try (InputStream in = open(encoding, new ByteArrayInputStream(body))) {
            byte[] plain = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new TooLargeException(limit);
            }
            return plain;
        }
    }

    private static InputStream open(String encoding, InputStream in) throws IOException {
        return switch (encoding.toLowerCase(java.util.Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> throw new IOException("Content-Encoding " + encoding + " is not known.");
        };
    }
}
