package io.plumbline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GzipTest {

    @Property(tries = 200)
    void whatIsCompressedComesBackAsItWas(@ForAll byte[] plain) throws IOException {
        byte[] compressed = Gzip.compress(plain);

        assertThat(Gzip.isIn(compressed)).isTrue();
        assertThat(Gzip.expand(compressed, plain.length)).isEqualTo(plain);
    }

    @Test
    void otherBytesAreTold() {
        assertThat(Gzip.isIn(new byte[0])).isFalse();
        assertThat(Gzip.isIn(new byte[] {0x1f})).isFalse();
        assertThat(Gzip.isIn("{\"a\":1}".getBytes(UTF_8))).isFalse();
    }

    @Test
    void noMoreIsExpandedThanIsAllowed() {
        byte[] compressed = Gzip.compress(new byte[1_001]);

        assertThatThrownBy(() -> Gzip.expand(compressed, 1_000))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 1000 bytes");
    }
}
