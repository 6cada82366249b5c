# What a plan contains. Nothing is asked of Google.

mock_provider "google" {
  override_during = plan

  mock_resource "google_service_account" {
    defaults = {
      name   = "projects/my-project/serviceAccounts/somebody@my-project.iam.gserviceaccount.com"
      email  = "somebody@my-project.iam.gserviceaccount.com"
      member = "serviceAccount:somebody@my-project.iam.gserviceaccount.com"
    }
  }
  mock_resource "google_iam_workload_identity_pool" {
    defaults = { name = "projects/1/locations/global/workloadIdentityPools/a-pool" }
  }
  mock_resource "google_iam_workload_identity_pool_provider" {
    defaults = { name = "projects/1/locations/global/workloadIdentityPools/a-pool/providers/aws-roles" }
  }
}

variables {
  name           = "load-test"
  project_id     = "my-project"
  aws_account_id = "123456789012"
  function_role  = "load-test-function"
}

run "the_table_is_cheap_to_look_through" {
  command = plan

  assert {
    condition     = jsondecode(google_bigquery_table.events.schema) == jsondecode(file("table-schema.json"))
    error_message = "it has the columns of table-schema.json"
  }
  assert {
    condition     = google_bigquery_table.events.clustering == tolist(["run_id"])
    error_message = "it is clustered by the run"
  }
  assert {
    condition     = google_bigquery_table.events.time_partitioning[0].type == "DAY" && google_bigquery_table.events.time_partitioning[0].field == null && google_bigquery_table.events.time_partitioning[0].expiration_ms == 604800000
    error_message = "rows are deleted with the partition into which they came, after a week"
  }
  assert {
    condition     = google_bigquery_table.events.require_partition_filter != true
    error_message = "a look that needs a partition would miss rows that are in none yet"
  }
}

run "all_of_it_can_be_thrown_away" {
  command = plan

  assert {
    condition     = !google_bigquery_table.events.deletion_protection && google_bigquery_dataset.pipeline.delete_contents_on_destroy
    error_message = "rows do not keep the table, nor tables the dataset"
  }
  assert {
    condition     = alltrue([for service in google_project_service.needed : !service.disable_on_destroy])
    error_message = "others go on using the project's services"
  }
}

run "the_guard_lets_loads_go_there" {
  command = plan

  assert {
    condition     = google_bigquery_table.events.labels.loadtest == "allowed" && google_bigquery_dataset.pipeline.labels.loadtest == "allowed"
    error_message = "the table has the label that the guard demands"
  }
  assert {
    condition     = output.GCP_PROJECT_ID == "my-project" && output.BQ_DATASET == "load_test" && output.BQ_TABLE == "events"
    error_message = "project, dataset and table"
  }
}

run "the_functions_role_alone_gets_in" {
  command = plan

  assert {
    condition     = google_iam_workload_identity_pool_provider.aws.attribute_condition == "attribute.aws_role in [\"arn:aws:sts::123456789012:assumed-role/load-test-function\"]"
    error_message = "no other role of the account"
  }
  assert {
    condition     = google_iam_workload_identity_pool_provider.aws.aws[0].account_id == "123456789012"
    error_message = "no other account"
  }
  assert {
    condition     = google_service_account_iam_member.function.role == "roles/iam.workloadIdentityUser" && google_service_account_iam_member.function.member == "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/a-pool/attribute.aws_role/arn:aws:sts::123456789012:assumed-role/load-test-function"
    error_message = "it becomes the function's service account"
  }
  assert {
    condition     = google_bigquery_table_iam_member.function.role == "roles/bigquery.dataEditor" && google_bigquery_table_iam_member.function.table_id == "events" && google_bigquery_table_iam_member.function.dataset_id == "load_test"
    error_message = "which writes into the one table"
  }
  assert {
    condition     = length(google_service_account.generator) == 0 && output.generator_workload_identity == null
    error_message = "nobody reads"
  }
}

run "the_function_knows_its_way_without_a_secret" {
  command = plan

  assert {
    condition     = jsondecode(output.function_workload_identity).type == "external_account" && jsondecode(output.function_workload_identity).audience == "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/a-pool/providers/aws-roles"
    error_message = "by the provider"
  }
  assert {
    condition     = jsondecode(output.function_workload_identity).service_account_impersonation_url == "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/somebody@my-project.iam.gserviceaccount.com:generateAccessToken"
    error_message = "as the service account"
  }
}

run "generators_read" {
  command = plan
  variables {
    generator_role = "load-test-generator"
  }

  assert {
    condition     = google_iam_workload_identity_pool_provider.aws.attribute_condition == "attribute.aws_role in [\"arn:aws:sts::123456789012:assumed-role/load-test-function\",\"arn:aws:sts::123456789012:assumed-role/load-test-generator\"]"
    error_message = "both roles get in"
  }
  assert {
    condition     = google_bigquery_table_iam_member.generator[0].role == "roles/bigquery.dataViewer" && google_project_iam_member.generator[0].role == "roles/bigquery.jobUser"
    error_message = "the generators' reads the table and runs queries"
  }
  assert {
    condition     = endswith(google_service_account_iam_member.generator[0].member, ":assumed-role/load-test-generator") && endswith(google_service_account_iam_member.function.member, ":assumed-role/load-test-function")
    error_message = "neither becomes the other's service account"
  }
}

run "what_is_refused" {
  command = plan
  variables {
    name                      = "gcp-prod"
    project_id                = "acme-production"
    table                     = "live_events"
    partition_expiration_days = 0
    aws_account_id            = "12345"
    function_role             = "arn:aws:iam::123456789012:role/function"
    generator_role            = "a/path"
  }
  expect_failures = [
    var.name, var.project_id, var.table, var.partition_expiration_days, var.aws_account_id, var.function_role, var.generator_role
  ]
}
