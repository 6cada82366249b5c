package io.plumbline.trace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Records that travel compressed, told by the two bytes that begin every gzip file (RFC 1952). */
public final class Gzip {

    private static final byte FIRST = 0x1f;
    private static final byte SECOND = (byte) 0x8b;

    private Gzip() {}

    /** Whether it begins as gzip does; no text and no JSON can. */
    public static boolean isIn(byte[] data) {
        return data.length >= 2 && data[0] == FIRST && data[1] == SECOND;
    }

    public static byte[] compress(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(Math.max(32, plain.length / 2));
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail.", e);
        }
        return compressed.toByteArray();
    }

    /**
     * @param most bytes that there may be: a small record can hold gigabytes of the same
     * @throws IOException if it is damaged, or more
     */
    public static byte[] expand(byte[] compressed, int most) throws IOException {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] plain = gzip.readNBytes(most);
            if (gzip.read() >= 0) {
                throw new IOException("more than " + most + " bytes");
            }
            return plain;
        } catch (EOFException e) {
            throw new IOException("it ends too early", e);
        }
    }
}
