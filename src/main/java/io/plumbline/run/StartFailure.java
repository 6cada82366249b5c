package io.plumbline.run;

import java.util.List;

/** The run cannot begin; nothing was sent. The user's to mend, so it carries sentences and no stack trace. */
public final class StartFailure extends RuntimeException {

    private final transient List<String> problems;

    public StartFailure(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, a sentence each. */
    public List<String> problems() {
        return problems;
    }
}
