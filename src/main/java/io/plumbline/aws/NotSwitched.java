package io.plumbline.aws;

/** Lambda refused to switch a mapping, which is as it was. */
public final class NotSwitched extends IllegalStateException {

    public NotSwitched(String message, Throwable cause) {
        super(message, cause);
    }
}
