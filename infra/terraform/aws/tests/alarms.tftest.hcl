# There is an alarm for each way in which records get late or lost.

mock_provider "aws" {
  override_during = plan

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_resource "aws_kinesis_stream" {
    defaults = { arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/loadtest-events" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:loadtest-failed" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:loadtest-pipeline" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/a-role" }
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

run "each_watches_what_it_says" {
  command = plan

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.pipeline : name => "${alarm.statistic} of ${alarm.namespace} ${alarm.metric_name} over ${alarm.threshold}" } == {
      iterator-age    = "Maximum of AWS/Lambda IteratorAge over 30000"
      errors          = "Sum of AWS/Lambda Errors over 0"
      throttles       = "Sum of AWS/Lambda Throttles over 0"
      write-throttles = "Sum of AWS/Kinesis WriteProvisionedThroughputExceeded over 0"
      failed          = "Maximum of AWS/SQS ApproximateNumberOfMessagesVisible over 0"
    }
    error_message = "iterator age, errors, throttles, write throttles, and failures in the queue"
  }
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.pipeline : name => alarm.dimensions } == {
      iterator-age    = tomap({ FunctionName = "loadtest-pipeline" })
      errors          = tomap({ FunctionName = "loadtest-pipeline" })
      throttles       = tomap({ FunctionName = "loadtest-pipeline" })
      write-throttles = tomap({ StreamName = "loadtest-events" })
      failed          = tomap({ QueueName = "loadtest-failed" })
    }
    error_message = "of this pipeline only"
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.comparison_operator == "GreaterThanThreshold" && alarm.treat_missing_data == "notBreaching"])
    error_message = "a pipeline that rests is no alarm"
  }
}

run "they_tell_whoever_is_to_know" {
  command = plan
  variables {
    alarm_topics               = ["arn:aws:sns:eu-west-1:123456789012:nights"]
    iterator_age_alarm_seconds = 5
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:nights"])])
    error_message = "each alarm tells the topic"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["iterator-age"].threshold == 5000
    error_message = "the iterator's age is in milliseconds"
  }
}
