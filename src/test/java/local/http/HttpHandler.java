package local.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Answers requests. Called on an event loop: it must not block, and may answer later from any thread. */
@FunctionalInterface
public interface HttpHandler {

    CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception;

    /** A handler that may block, run on {@code executor}. */
    static HttpHandler blocking(Executor executor, Blocking handler) {
        return request -> {
            var answer = new CompletableFuture<HttpResponse>();
            executor.execute(() -> {
                try {
                    answer.complete(handler.handle(request));
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                }
            });
            return answer;
        };
    }

    /** Answers before it returns. */
    @FunctionalInterface
    interface Blocking {
        HttpResponse handle(HttpRequest request) throws Exception;
    }
}
