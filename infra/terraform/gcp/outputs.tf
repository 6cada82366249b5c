output "GCP_PROJECT_ID" {
  value = var.project_id
}

output "BQ_DATASET" {
  value = google_bigquery_dataset.pipeline.dataset_id
}

output "BQ_TABLE" {
  value = google_bigquery_table.events.table_id
}

output "function_workload_identity" {
  description = "The function's GCP_WORKLOAD_IDENTITY; no secret is in it."
  value = templatefile("${path.module}/external-account.json.tftpl", {
    provider = google_iam_workload_identity_pool_provider.aws.name
    account  = google_service_account.function.email
  })
}

output "generator_workload_identity" {
  description = "The same for the load generators' role; null without it."
  value = one([for reader in google_service_account.generator : templatefile("${path.module}/external-account.json.tftpl", {
    provider = google_iam_workload_identity_pool_provider.aws.name
    account  = reader.email
  })])
}
