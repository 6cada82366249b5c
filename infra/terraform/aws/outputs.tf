output "AWS_REGION" {
  value = local.region
}

output "KINESIS_STREAM_NAME" {
  value = aws_kinesis_stream.events.name
}

output "LAMBDA_FUNCTION_NAME" {
  value = aws_lambda_function.pipeline.function_name
}

output "generator_policy_arn" {
  description = "What load generators are allowed; to be attached to a role of their own."
  value       = aws_iam_policy.generator.arn
}

output "generator_role_arn" {
  description = "Role of the load generators; null without generator_principals."
  value       = one(aws_iam_role.generator[*].arn)
}
