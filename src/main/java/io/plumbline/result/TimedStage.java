package io.plumbline.result;

import io.plumbline.result.RunRecord.Stage;

/**
 * A stage's figures, and what they are read from.
 *
 * @param times empty where the stage has no figures
 */
public record TimedStage(Stage stage, Distribution times) {}
