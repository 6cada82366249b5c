# Both halves know of each other what they need, and nothing goes round in a circle.

mock_provider "google" {}

mock_provider "aws" {
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
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:loadtest-pipeline" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/loadtest-generator" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/loadtest-generator" }
  }
}

variables {
  aws_region           = "eu-west-1"
  google_project       = "my-project"
  function_jar         = "versions.tf" # any file
  generator_principals = ["arn:aws:iam::123456789012:role/builds"]
}

run "a_run_is_told_what_it_needs" {
  assert {
    condition = output.environment == join("", [
      "export AWS_REGION=eu-west-1\n",
      "export BQ_DATASET=${module.gcp.BQ_DATASET}\n",
      "export BQ_TABLE=${module.gcp.BQ_TABLE}\n",
      "export GCP_PROJECT_ID=${module.gcp.GCP_PROJECT_ID}\n",
      "export KINESIS_STREAM_NAME=loadtest-events\n",
      "export LAMBDA_FUNCTION_NAME=loadtest-pipeline\n",
    ])
    error_message = "all six, for a shell"
  }
  assert {
    condition     = output.generator_role_arn == "arn:aws:iam::123456789012:role/loadtest-generator"
    error_message = "who is named gets a role"
  }
  assert {
    condition     = jsondecode(output.generator_workload_identity).type == "external_account"
    error_message = "and reads by it"
  }
}
