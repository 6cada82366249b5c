resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${local.function}"
  retention_in_days = var.log_retention_days
  tags              = local.tags
}

resource "aws_lambda_function" "pipeline" {
  function_name    = local.function
  role             = aws_iam_role.function.arn
  runtime          = "java17"
  handler          = "io.plumbline.handler.PipelineHandler::handleRequest"
  filename         = var.function_jar
  source_code_hash = filebase64sha256(var.function_jar)
  memory_size      = var.memory_size
  timeout          = var.timeout_seconds
  tags             = local.tags

  environment {
    variables = {
      GCP_PROJECT_ID        = var.gcp_project_id
      BQ_DATASET            = var.bq_dataset
      BQ_TABLE              = var.bq_table
      GCP_WORKLOAD_IDENTITY = var.gcp_workload_identity
    }
  }

  # Otherwise Lambda makes a log group of its own, which outlives the pipeline.
  depends_on = [aws_cloudwatch_log_group.function]
}

# Of a batch that was given up it has the places in the stream, by which the records are read while the stream keeps them.
resource "aws_sqs_queue" "failed" {
  name                      = "${var.name}-failed"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
  tags                      = local.tags
}

resource "aws_lambda_event_source_mapping" "events" {
  event_source_arn                   = aws_kinesis_stream.events.arn
  function_name                      = aws_lambda_function.pipeline.arn
  starting_position                  = var.starting_position
  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.batching_window_seconds
  parallelization_factor             = var.parallelization_factor
  maximum_retry_attempts             = var.retry_attempts
  maximum_record_age_in_seconds      = var.record_age_seconds
  bisect_batch_on_function_error     = var.bisect_batch
  function_response_types            = ["ReportBatchItemFailures"]
  tags                               = local.tags

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.failed.arn
    }
  }

  # A run's ledger takes from it how many records the function was handed.
  metrics_config {
    metrics = ["EventCount"]
  }

  # Lambda tries the permissions when it makes the mapping.
  depends_on = [aws_iam_role_policy.function]
}
