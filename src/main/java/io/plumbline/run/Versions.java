package io.plumbline.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What the run was made with: the build's pins, and the JVM it runs on. */
final class Versions {

    private static final String RESOURCE = "versions.properties";

    private Versions() {}

    static Map<String, String> all() {
        Properties built = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> versions = new TreeMap<>();
        built.stringPropertyNames().forEach(name -> versions.put(name, built.getProperty(name)));
        versions.put("java", Runtime.version().toString());
        Revision.here().ifPresent(revision -> versions.put("revision", revision));
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return versions;
    }
}
