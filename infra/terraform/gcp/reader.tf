# As whom load generators that run in AWS look for arrivals.

locals {
  readers = var.generator_role == null ? 0 : 1
}

resource "google_service_account" "generator" {
  count        = local.readers
  project      = var.project_id
  account_id   = "${var.name}-generator"
  display_name = "Looks for the rows of ${var.name}"

  depends_on = [google_project_service.needed]
}

resource "google_project_iam_member" "generator" {
  count   = local.readers
  project = var.project_id
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.generator[0].member
}

resource "google_bigquery_table_iam_member" "generator" {
  count      = local.readers
  project    = var.project_id
  dataset_id = google_bigquery_table.events.dataset_id
  table_id   = google_bigquery_table.events.table_id
  role       = "roles/bigquery.dataViewer"
  member     = google_service_account.generator[0].member
}

resource "google_service_account_iam_member" "generator" {
  count              = local.readers
  service_account_id = google_service_account.generator[0].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.aws.name}/attribute.aws_role/${local.role_arn}/${var.generator_role}"
}
