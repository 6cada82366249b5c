# A pipeline to load-test and to throw away: Kinesis and Lambda in AWS, the table in Google.

provider "aws" {
  region = var.aws_region
}

data "aws_caller_identity" "current" {}

# The function needs Google's configuration, and Google the names of the roles: these are chosen here, before either
# exists, so that nothing goes round in a circle.
locals {
  function_role  = "${var.name}-function"
  generator_role = "${var.name}-generator"
}

module "gcp" {
  source = "./gcp"

  name                      = var.name
  project_id                = var.google_project
  location                  = var.google_location
  partition_expiration_days = var.partition_expiration_days
  aws_account_id            = data.aws_caller_identity.current.account_id
  function_role             = local.function_role
  generator_role            = length(var.generator_principals) == 0 ? null : local.generator_role
}

module "aws" {
  source = "./aws"

  name                   = var.name
  shards                 = var.shards
  function_jar           = var.function_jar
  function_role          = local.function_role
  memory_size            = var.memory_size
  batch_size             = var.batch_size
  parallelization_factor = var.parallelization_factor
  generator_role         = local.generator_role
  generator_principals   = var.generator_principals
  alarm_topics           = var.alarm_topics
  gcp_project_id         = module.gcp.GCP_PROJECT_ID
  bq_dataset             = module.gcp.BQ_DATASET
  bq_table               = module.gcp.BQ_TABLE
  gcp_workload_identity  = module.gcp.function_workload_identity
}
