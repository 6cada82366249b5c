package io.plumbline.bigquery;

import java.time.Instant;
import java.util.Optional;

/**
 * As whom BigQuery is asked.
 *
 * @param source what gave the credentials
 * @param expires when a token that cannot be renewed ends; empty where it can be, or does not say
 * @param renewable whether a new token is fetched when one has ended
 */
public record GoogleLoginFacts(String source, Optional<Instant> expires, boolean renewable) {}
