package io.plumbline.docs;

import groovy.lang.Script;
import java.util.Arrays;
import java.util.List;

/** What a Jenkinsfile is compiled to in tests: all names that it does not define itself go to the recorder. */
public abstract class RecordedScript extends Script {

    private PipelineRecorder recorder;

    void recorder(PipelineRecorder to) {
        recorder = to;
    }

    @Override
    public Object invokeMethod(String name, Object arguments) {
        if (!getMetaClass().respondsTo(this, name).isEmpty()) {
            return getMetaClass().invokeMethod(this, name, arguments);
        }
        return recorder.call(name, arguments instanceof Object[] several ? Arrays.asList(several) : List.of(arguments));
    }

    @Override
    public Object getProperty(String name) {
        return recorder.value(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        recorder.set(name, value);
    }
}
