package local.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Tells HTTP/2 with prior knowledge from HTTP/1.1 by a connection's first bytes, and sets up its pipeline. */
final class ProtocolDetector extends ByteToMessageDecoder {

    /** How the preface of HTTP/2 starts; no method of HTTP/1.1 does. */
    private static final byte[] PREFACE = "PRI".getBytes(StandardCharsets.US_ASCII);

    private static final int STREAMS_AT_ONCE = 1_000;

    private final HttpHandler handler;
    private final Duration requestTimeout;

    ProtocolDetector(HttpHandler handler, Duration requestTimeout) {
        this.handler = handler;
        this.requestTimeout = requestTimeout;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < PREFACE.length) {
            return;
        }
        ChannelPipeline pipeline = context.pipeline();
        if (startsHttp2(in)) {
            pipeline.addLast(
                    Http2FrameCodecBuilder.forServer()
                            .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(STREAMS_AT_ONCE))
                            .build(),
                    new Http2MultiplexHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(io.netty.channel.Channel stream) {
                            exchange(stream.pipeline(), new Http2StreamFrameToHttpObjectCodec(true));
                        }
                    }));
        } else {
            exchange(pipeline, new HttpServerCodec());
        }
        // Hands on what it has read so far.
        pipeline.remove(this);
    }

    private static boolean startsHttp2(ByteBuf in) {
        for (int i = 0; i < PREFACE.length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    private void exchange(ChannelPipeline pipeline, ChannelHandler codec) {
        pipeline.addLast(
                codec,
                new SlowRequestHandler(requestTimeout),
                new HttpObjectAggregator(HttpServer.MAX_BODY_BYTES, true),
                new ExchangeHandler(handler));
    }
}
