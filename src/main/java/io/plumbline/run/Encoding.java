package io.plumbline.run;

import io.plumbline.trace.Gzip;

/** What is done to a record's body last, when its digest is in it. */
public enum Encoding {
    PLAIN {
        @Override
        public byte[] of(byte[] body) {
            return body;
        }
    },
    GZIP {
        @Override
        public byte[] of(byte[] body) {
            return Gzip.compress(body);
        }
    };

    /** As it is sent. */
    public abstract byte[] of(byte[] body);
}
