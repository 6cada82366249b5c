data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  account  = data.aws_caller_identity.current.account_id
  region   = data.aws_region.current.name
  stream   = "${var.name}-events"
  function = "${var.name}-pipeline"

  # The guard wants it on stream and function; the rest has it so that it is found and thrown away together.
  tags = {
    loadtest = "allowed"
    pipeline = var.name
  }
}

resource "aws_kinesis_stream" "events" {
  name                      = local.stream
  shard_count               = var.shards
  retention_period          = 24
  enforce_consumer_deletion = true
  tags                      = local.tags

  stream_mode_details {
    stream_mode = var.shards == null ? "ON_DEMAND" : "PROVISIONED"
  }
}
