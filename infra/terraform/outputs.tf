output "environment" {
  description = "What a run needs, for a shell: eval \"$(terraform output -raw environment)\"."
  value = join("", [for name, value in {
    AWS_REGION           = module.aws.AWS_REGION
    KINESIS_STREAM_NAME  = module.aws.KINESIS_STREAM_NAME
    LAMBDA_FUNCTION_NAME = module.aws.LAMBDA_FUNCTION_NAME
    GCP_PROJECT_ID       = module.gcp.GCP_PROJECT_ID
    BQ_DATASET           = module.gcp.BQ_DATASET
    BQ_TABLE             = module.gcp.BQ_TABLE
  } : "export ${name}=${value}\n"])
}

output "generator_policy_arn" {
  description = "What load generators are allowed; to be attached to a role of their own."
  value       = module.aws.generator_policy_arn
}

output "generator_role_arn" {
  description = "Role of the load generators; null without generator_principals."
  value       = module.aws.generator_role_arn
}

output "generator_workload_identity" {
  description = "By which that role reads the table: a file for GOOGLE_APPLICATION_CREDENTIALS; null without the role."
  value       = module.gcp.generator_workload_identity
}
