package io.plumbline.run;

import io.plumbline.settings.Redaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong on the measuring side: each makes the run INVALID. Thread-safe. */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private final Set<String> sentences = new ConcurrentSkipListSet<>();

    void add(String where, RuntimeException failure) {
        if (sentences.add(where + " failed: " + Redaction.keepingNumbers(failure.toString()))) {
            LOG.error("{} failed", where, failure);
        }
    }

    void add(String sentence) {
        sentences.add(sentence);
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
