# Who may do what.

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
    defaults = { arn = "arn:aws:iam::123456789012:policy/loadtest-generator" }
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

run "the_function_reads_its_stream_and_tells_of_failures" {
  command = plan

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Sid => statement.Resource } == {
      ReadTheStream  = "arn:aws:kinesis:eu-west-1:123456789012:stream/loadtest-events"
      ListStreams    = "*"
      TellOfFailures = "arn:aws:sqs:eu-west-1:123456789012:loadtest-failed"
      WriteTheLog    = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/loadtest-pipeline:*"
    }
    error_message = "each permission is for one thing, where AWS allows that"
  }
  assert {
    condition = toset(flatten(jsondecode(aws_iam_role_policy.function.policy).Statement[*].Action)) == toset([
      "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
      "kinesis:ListShards", "kinesis:ListStreams", "sqs:SendMessage", "logs:CreateLogStream", "logs:PutLogEvents"
    ])
    error_message = "it may do nothing else"
  }
  assert {
    condition     = jsondecode(aws_iam_role.function.assume_role_policy).Statement[*].Principal == [{ Service = "lambda.amazonaws.com" }]
    error_message = "only Lambda takes its role"
  }
  assert {
    condition     = aws_iam_role.function.name == "loadtest-function" && aws_iam_role_policy.function.role == "loadtest-function"
    error_message = "Google knows the role by this name"
  }
}

run "generators_may_do_what_the_policies_say" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(aws_iam_policy.generator.policy).Statement : statement.Sid => sort(statement.Action)
      } == {
      for statement in flatten([
        for policy in ["aws-load", "aws-invoke", "aws-metrics", "aws-doctor"] : jsondecode(file("../../policies/${policy}.json")).Statement
      ]) : statement.Sid => sort(statement.Action)
    }
    error_message = "the actions are those of infra/policies"
  }
  assert {
    condition = toset(flatten(jsondecode(aws_iam_policy.generator.policy).Statement[*].Resource)) == toset([
      "arn:aws:kinesis:eu-west-1:123456789012:stream/loadtest-events",
      "arn:aws:lambda:eu-west-1:123456789012:function:loadtest-pipeline",
      "arn:aws:lambda:eu-west-1:123456789012:function:loadtest-pipeline:*",
      "*"
    ])
    error_message = "on this stream and this function"
  }
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_policy.generator.policy).Statement : statement.Effect == "Allow" && (statement.Resource != "*" || alltrue([for action in statement.Action : contains(["cloudwatch:GetMetricData", "lambda:ListEventSourceMappings"], action)]))])
    error_message = "on everything only what AWS knows for everything only"
  }
  assert {
    condition     = length(aws_iam_role.generator) == 0 && output.generator_role_arn == null
    error_message = "without anybody to become it there is no role"
  }
}

run "generators_may_have_a_role" {
  command = plan
  variables {
    generator_principals = ["arn:aws:iam::123456789012:role/builds"]
    generator_role       = "nightly"
  }

  assert {
    condition     = jsondecode(aws_iam_role.generator[0].assume_role_policy).Statement[*].Principal == [{ AWS = ["arn:aws:iam::123456789012:role/builds"] }]
    error_message = "who is named becomes it, nobody else"
  }
  assert {
    condition     = aws_iam_role_policy_attachment.generator[0].role == "nightly" && aws_iam_role_policy_attachment.generator[0].policy_arn == aws_iam_policy.generator.arn
    error_message = "it has the policy"
  }
  assert {
    condition     = aws_iam_role.generator[0].tags.loadtest == "allowed" && output.generator_role_arn == "arn:aws:iam::123456789012:role/a-role"
    error_message = "it is found"
  }
}
