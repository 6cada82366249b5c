package io.plumbline.docs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.util.Map;
import java.util.TreeMap;

/** The settings and their defaults, as users read them. */
final class ReferenceConf {

    private ReferenceConf() {}

    /** The simulations' own included. */
    static Map<String, String> defaults() {
        Config config = ConfigFactory.parseFile(new File("src/test/resources/reference.conf"))
                .withFallback(ConfigFactory.parseFile(new File("src/main/resources/reference.conf")));
        Map<String, String> defaults = new TreeMap<>();
        config.entrySet()
                .forEach(entry -> defaults.put(
                        entry.getKey(), entry.getValue().unwrapped().toString()));
        return defaults;
    }
}
