package local.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;

/** A request's members, checked as the service checks them. */
record Parameters(JsonNode members, WireFormat format) {

    Optional<String> text(String name) {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw KinesisException.serialization(name + " is not a string.");
        }
        return Optional.of(value.textValue());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> KinesisException.validation(lowerFirst(name), "Member must not be null"));
    }

    Optional<Long> number(String name) {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw KinesisException.serialization(name + " is not a number.");
        }
        return Optional.of(value.longValue());
    }

    int number(String name, int min, int max, int otherwise) {
        long value = number(name).orElse((long) otherwise);
        if (value < min) {
            throw KinesisException.validation(
                    lowerFirst(name), "Member must have value greater than or equal to " + min);
        }
        if (value > max) {
            throw KinesisException.validation(lowerFirst(name), "Member must have value less than or equal to " + max);
        }
        return (int) value;
    }

    byte[] blob(String name) {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) {
            throw KinesisException.validation(lowerFirst(name), "Member must not be null");
        }
        try {
            byte[] bytes = value.binaryValue();
            if (bytes != null) {
                return bytes;
            }
        } catch (IOException e) {
            // Not base64: answered below, as anything else that is no blob.
        }
        throw KinesisException.serialization(name + " is not a blob.");
    }

    long timestampMillis(String name) {
        JsonNode value = members.get(name);
        if (value == null || !value.isNumber()) {
            throw KinesisException.invalidArgument(name + " must be given with AT_TIMESTAMP.");
        }
        return format.millis(value);
    }

    Optional<BigInteger> hashKey(String name) {
        return text(name).map(digits -> {
            if (!digits.matches("0|[1-9]\\d{0,38}") || new BigInteger(digits).compareTo(KinesisStream.HASH_KEYS) >= 0) {
                throw KinesisException.invalidArgument("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: "
                        + "[0, 2^128-1]. Specified value was " + digits);
            }
            return new BigInteger(digits);
        });
    }

    Parameters with(JsonNode other) {
        if (!other.isObject()) {
            throw KinesisException.serialization("A member of a list is not an object.");
        }
        return new Parameters(other, format);
    }

    private static String lowerFirst(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
