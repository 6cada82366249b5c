package local.cloudwatch;

/** What the service does not do, by its own code. */
final class CloudWatchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    CloudWatchException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static CloudWatchException invalid(String message) {
        return new CloudWatchException(400, "ValidationError", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
