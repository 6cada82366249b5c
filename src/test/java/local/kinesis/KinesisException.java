package local.kinesis;

/** An error as the service answers it. */
final class KinesisException extends RuntimeException {

    private final int status;
    private final String type;

    private KinesisException(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static KinesisException of(String type, String message) {
        return new KinesisException(400, type, message);
    }

    static KinesisException validation(String member, String constraint) {
        return of(
                "ValidationException",
                "1 validation error detected: Value at '" + member + "' failed to satisfy constraint: " + constraint);
    }

    static KinesisException invalidArgument(String message) {
        return of("InvalidArgumentException", message);
    }

    static KinesisException notFound(String message) {
        return of("ResourceNotFoundException", message);
    }

    static KinesisException throttled(String message) {
        return of("ProvisionedThroughputExceededException", message);
    }

    static KinesisException serialization(String message) {
        return of("SerializationException", message);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }
}
