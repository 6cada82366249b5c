# The policies that docs/credentials.md explains, as they are; only the words in capitals are replaced.
locals {
  generator_policies = ["aws-load", "aws-invoke", "aws-metrics", "aws-doctor"]

  generator_statements = flatten([for policy in local.generator_policies : jsondecode(
    replace(replace(replace(replace(file("${path.module}/../../policies/${policy}.json"),
      "REGION", local.region),
      "ACCOUNT", local.account),
      "STREAM", local.stream),
    "FUNCTION", local.function)
  ).Statement])

  generator_role = coalesce(var.generator_role, "${var.name}-generator")
}

resource "aws_iam_policy" "generator" {
  name        = local.generator_role
  description = "What Plumbline's load generators do in AWS."
  tags        = local.tags

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.generator_statements
  })
}

resource "aws_iam_role" "generator" {
  count = length(var.generator_principals) == 0 ? 0 : 1
  name  = local.generator_role
  tags  = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = var.generator_principals }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "generator" {
  count      = length(aws_iam_role.generator)
  role       = aws_iam_role.generator[0].name
  policy_arn = aws_iam_policy.generator.arn
}
