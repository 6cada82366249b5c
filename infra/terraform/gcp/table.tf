locals {
  labels = {
    loadtest = "allowed"
    pipeline = var.name
  }
}

resource "google_project_service" "needed" {
  for_each = toset(["bigquery", "iam", "iamcredentials", "sts"])

  project = var.project_id
  service = "${each.key}.googleapis.com"
  # Others may use it when the pipeline is gone.
  disable_on_destroy = false
}

resource "google_bigquery_dataset" "pipeline" {
  project                    = var.project_id
  dataset_id                 = replace(var.name, "-", "_")
  location                   = var.location
  delete_contents_on_destroy = true
  labels                     = local.labels

  depends_on = [google_project_service.needed]
}

# Partitions are there to throw old rows away, clustering to make looks for a run cheap. Rows that were just streamed are in
# no partition yet, so no look may depend on one: no filter is required, and none is to be set.
resource "google_bigquery_table" "events" {
  project             = var.project_id
  dataset_id          = google_bigquery_dataset.pipeline.dataset_id
  table_id            = var.table
  schema              = file("${path.module}/table-schema.json")
  clustering          = ["run_id"]
  deletion_protection = false
  labels              = local.labels

  time_partitioning {
    type          = "DAY"
    expiration_ms = var.partition_expiration_days * 24 * 3600 * 1000
  }
}
