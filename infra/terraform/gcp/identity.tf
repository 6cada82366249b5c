# Who comes from AWS is known by its role there. No key is made, so none can leak.

locals {
  role_arn = "arn:aws:sts::${var.aws_account_id}:assumed-role"
  roles    = [for role in compact([var.function_role, var.generator_role]) : "${local.role_arn}/${role}"]
}

# Google keeps a deleted pool's name for 30 days: with a name of its own each time, the pipeline can be built anew at once.
resource "terraform_data" "made" {
  input = formatdate("YYMMDDhhmmss", plantimestamp())

  lifecycle {
    ignore_changes = [input]
  }
}

resource "google_iam_workload_identity_pool" "aws" {
  project                   = var.project_id
  workload_identity_pool_id = "${var.name}-${terraform_data.made.output}"
  display_name              = var.name

  depends_on = [google_project_service.needed]
}

resource "google_iam_workload_identity_pool_provider" "aws" {
  project                            = var.project_id
  workload_identity_pool_id          = google_iam_workload_identity_pool.aws.workload_identity_pool_id
  workload_identity_pool_provider_id = "aws-roles"
  attribute_condition                = "attribute.aws_role in ${jsonencode(local.roles)}"

  attribute_mapping = {
    "google.subject"     = "assertion.arn"
    "attribute.aws_role" = "assertion.arn.extract('{account_arn}assumed-role/') + 'assumed-role/' + assertion.arn.extract('assumed-role/{role_name}/')"
  }

  aws {
    account_id = var.aws_account_id
  }
}

resource "google_service_account" "function" {
  project      = var.project_id
  account_id   = "${var.name}-function"
  display_name = "Writes the rows of ${var.name}"

  depends_on = [google_project_service.needed]
}

# insertAll needs bigquery.tables.updateData, which no smaller role of Google's has; a role of one's own would keep its name
# blocked for weeks after it was deleted.
resource "google_bigquery_table_iam_member" "function" {
  project    = var.project_id
  dataset_id = google_bigquery_table.events.dataset_id
  table_id   = google_bigquery_table.events.table_id
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.function.member
}

resource "google_service_account_iam_member" "function" {
  service_account_id = google_service_account.function.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.aws.name}/attribute.aws_role/${local.role_arn}/${var.function_role}"
}
