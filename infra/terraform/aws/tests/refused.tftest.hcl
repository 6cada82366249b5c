# What is refused. In a run several variables are bad, and each of them has to be found.

mock_provider "aws" {}

variables {
  name                  = "loadtest"
  function_jar          = "versions.tf" # any file
  gcp_project_id        = "my-project"
  bq_dataset            = "loadtest"
  bq_table              = "events"
  gcp_workload_identity = "{\"type\": \"external_account\"}"
}

run "what_is_too_little" {
  command = plan
  variables {
    name                       = "lt"
    shards                     = 0
    memory_size                = 128
    timeout_seconds            = 1
    batch_size                 = 0
    batching_window_seconds    = -1
    parallelization_factor     = 0
    retry_attempts             = -1
    record_age_seconds         = -1
    log_retention_days         = 0
    iterator_age_alarm_seconds = 0
  }
  expect_failures = [
    var.name, var.shards, var.memory_size, var.timeout_seconds, var.batch_size, var.batching_window_seconds,
    var.parallelization_factor, var.retry_attempts, var.record_age_seconds, var.log_retention_days,
    var.iterator_age_alarm_seconds
  ]
}

run "what_is_too_much" {
  command = plan
  variables {
    name                    = "a-very-long-name-of-it"
    shards                  = 501
    memory_size             = 10241
    timeout_seconds         = 901
    batch_size              = 10001
    batching_window_seconds = 301
    parallelization_factor  = 11
    retry_attempts          = 10001
    record_age_seconds      = 86401
    log_retention_days      = 365
  }
  expect_failures = [
    var.name, var.shards, var.memory_size, var.timeout_seconds, var.batch_size, var.batching_window_seconds,
    var.parallelization_factor, var.retry_attempts, var.record_age_seconds, var.log_retention_days
  ]
}

run "what_is_something_else" {
  command = plan
  variables {
    name                   = "orders_prod"
    shards                 = 1.5
    memory_size            = 512.5
    batch_size             = 0.5
    retry_attempts         = 0.5
    parallelization_factor = 1.5
    function_jar           = "not-built.jar"
    starting_position      = "AT_TIMESTAMP"
    log_retention_days     = 10
    alarm_topics           = ["nights"]
    generator_principals   = ["*"]
    gcp_workload_identity  = "external_account"
  }
  expect_failures = [
    var.name, var.shards, var.memory_size, var.batch_size, var.retry_attempts, var.parallelization_factor, var.function_jar,
    var.starting_position, var.log_retention_days, var.alarm_topics, var.generator_principals, var.gcp_workload_identity
  ]
}

run "production_and_a_key" {
  command = plan
  variables {
    name                  = "orders-prod2"
    gcp_workload_identity = "{\"type\": \"service_account\", \"private_key\": \"k\"}"
  }
  expect_failures = [var.name, var.gcp_workload_identity]
}

run "live_within_a_name" {
  command = plan
  variables {
    name = "a-live2"
  }
  expect_failures = [var.name]
}

run "what_is_no_word_of_its_own_is_taken" {
  command = plan
  variables {
    name = "alive-products"
  }

  assert {
    condition     = output.KINESIS_STREAM_NAME == "alive-products-events"
    error_message = "the guard takes it, too"
  }
}
