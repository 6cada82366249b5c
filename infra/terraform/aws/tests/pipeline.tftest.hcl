# What a plan contains. Nothing is asked of AWS.

mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_resource "aws_kinesis_stream" {
    defaults = { arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/loadtest-events" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:loadtest-failed" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/loadtest-pipeline" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:loadtest-pipeline" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/a-role" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/a-policy" }
  }
}

variables {
  name                  = "loadtest"
  function_jar          = "versions.tf" # any file
  gcp_project_id        = "my-project"
  bq_dataset            = "loadtest"
  bq_table              = "events"
  gcp_workload_identity = "{\"type\": \"external_account\"}"
}

run "a_batch_that_fails_in_part_or_for_good_is_told_of" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.events.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "the function answers by ReportBatchItemFailures"
  }
  assert {
    condition     = try(aws_lambda_event_source_mapping.events.destination_config[0].on_failure[0].destination_arn, null) == aws_sqs_queue.failed.arn
    error_message = "batches that were given up go to the queue"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.maximum_retry_attempts == 10 && aws_lambda_event_source_mapping.events.maximum_record_age_in_seconds == 600
    error_message = "retries have an end"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.bisect_batch_on_function_error
    error_message = "a batch that fails as a whole is halved"
  }
}

run "the_mapping_reads_the_stream_from_its_first_record" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.events.starting_position == "TRIM_HORIZON"
    error_message = "LATEST may pass over the first records"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.event_source_arn == aws_kinesis_stream.events.arn && aws_lambda_event_source_mapping.events.function_name == aws_lambda_function.pipeline.arn
    error_message = "it hands the stream's records to the function"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.batch_size == 100 && aws_lambda_event_source_mapping.events.maximum_batching_window_in_seconds == 0 && aws_lambda_event_source_mapping.events.parallelization_factor == 1
    error_message = "by default it has AWS' own batch size, window and parallelization factor"
  }
  assert {
    condition     = try(tolist(aws_lambda_event_source_mapping.events.metrics_config[0].metrics), []) == tolist(["EventCount"])
    error_message = "it counts the records that it hands over"
  }
}

run "the_mapping_has_what_is_set" {
  command = plan
  variables {
    starting_position       = "LATEST"
    batch_size              = 500
    batching_window_seconds = 2
    parallelization_factor  = 10
    retry_attempts          = 3
    record_age_seconds      = 60
    bisect_batch            = false
  }

  assert {
    condition     = aws_lambda_event_source_mapping.events.starting_position == "LATEST" && !aws_lambda_event_source_mapping.events.bisect_batch_on_function_error
    error_message = "starting position and bisection"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.batch_size == 500 && aws_lambda_event_source_mapping.events.maximum_batching_window_in_seconds == 2 && aws_lambda_event_source_mapping.events.parallelization_factor == 10
    error_message = "batches"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.maximum_retry_attempts == 3 && aws_lambda_event_source_mapping.events.maximum_record_age_in_seconds == 60
    error_message = "retries"
  }
}

run "the_stream_has_shards" {
  command = plan

  assert {
    condition     = aws_kinesis_stream.events.stream_mode_details[0].stream_mode == "PROVISIONED" && aws_kinesis_stream.events.shard_count == 2
    error_message = "two by default"
  }
}

run "the_stream_is_on_demand" {
  command = plan
  variables {
    shards = null
  }

  assert {
    condition     = aws_kinesis_stream.events.stream_mode_details[0].stream_mode == "ON_DEMAND" && aws_kinesis_stream.events.shard_count == null
    error_message = "without a number of shards"
  }
}

run "the_function_is_the_reference_function" {
  command = plan

  assert {
    condition     = aws_lambda_function.pipeline.handler == "io.plumbline.handler.PipelineHandler::handleRequest" && aws_lambda_function.pipeline.runtime == "java17" && aws_lambda_function.pipeline.memory_size == 512
    error_message = "its handler, on Java 17, with 512 MB"
  }
  assert {
    condition = aws_lambda_function.pipeline.environment[0].variables == tomap({
      GCP_PROJECT_ID        = "my-project"
      BQ_DATASET            = "loadtest"
      BQ_TABLE              = "events"
      GCP_WORKLOAD_IDENTITY = "{\"type\": \"external_account\"}"
    })
    error_message = "its environment names the table and how to get there, and nothing else"
  }
  assert {
    condition     = aws_lambda_function.pipeline.filename == "versions.tf" && aws_lambda_function.pipeline.source_code_hash == filebase64sha256("versions.tf")
    error_message = "another jar is another function"
  }
  assert {
    condition     = aws_cloudwatch_log_group.function.name == "/aws/lambda/loadtest-pipeline" && aws_cloudwatch_log_group.function.retention_in_days == 7
    error_message = "its log does not stay for ever"
  }
}

run "the_guard_lets_loads_go_there" {
  command = plan

  assert {
    condition     = aws_kinesis_stream.events.tags.loadtest == "allowed" && aws_lambda_function.pipeline.tags.loadtest == "allowed"
    error_message = "stream and function have the tag that the guard demands"
  }
  assert {
    condition = alltrue([for tags in concat(
      [
        aws_lambda_event_source_mapping.events.tags, aws_sqs_queue.failed.tags, aws_cloudwatch_log_group.function.tags,
        aws_iam_role.function.tags, aws_iam_policy.generator.tags
      ],
      [for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.tags]
    ) : tags == tomap({ loadtest = "allowed", pipeline = "loadtest" })])
    error_message = "all else has it, too"
  }
}

run "a_run_is_told_what_it_needs" {
  command = plan

  assert {
    condition     = output.AWS_REGION == "eu-west-1" && output.KINESIS_STREAM_NAME == "loadtest-events" && output.LAMBDA_FUNCTION_NAME == "loadtest-pipeline"
    error_message = "region, stream and function"
  }
}
