package io.plumbline.capacity;

/** How many records a second a pipeline sustains, as far as is known. */
public sealed interface Capacity {

    /** Without a full stop. */
    String sentence();

    /**
     * @param lastPass the highest rate that was sustained, below the lowest that was not
     * @param firstFail the lowest rate that was not shown to be sustained
     * @param decided whether it surely was not; if not, no step was long enough to tell
     * @param limitedBy what limits the pipeline, by {@code firstFail} or the next failure above it that tells
     * @param confirmed whether {@code lastPass} was sustained twice
     */
    record Between(double lastPass, double firstFail, boolean decided, Limit limitedBy, boolean confirmed)
            implements Capacity {
        @Override
        public String sentence() {
            return "sustains " + Words.rate(lastPass) + (confirmed ? "" : " (not confirmed)")
                    + (decided ? " and not " : ", and it could not be told whether it sustains ")
                    + Words.rate(firstFail)
                    + "; " + limitedBy.sentence();
        }
    }

    /** @param because why no more could be tried */
    record AtLeast(double lastPass, boolean confirmed, Because because) implements Capacity {
        @Override
        public String sentence() {
            return "sustains at least " + Words.rate(lastPass) + (confirmed ? "" : " (not confirmed)") + "; "
                    + because.words;
        }
    }

    /** Nothing that was tried was sustained, down to this rate. */
    record Below(double firstFail, boolean decided, Limit limitedBy) implements Capacity {
        @Override
        public String sentence() {
            return (decided ? "does not sustain " : "was not shown to sustain ") + Words.rate(firstFail)
                    + ", the lowest rate that was tried; " + limitedBy.sentence();
        }
    }

    /** No step says anything of the pipeline. */
    record NotKnown(String reason) implements Capacity {
        @Override
        public String sentence() {
            return "is not known: " + reason;
        }
    }

    /** Why a capacity has no upper end. */
    enum Because {
        CEILING("no more is allowed"),
        GENERATOR("the generator cannot do more"),
        STOPPED("the search ended before a rate failed");

        private final String words;

        Because(String words) {
            this.words = words;
        }
    }
}
