locals {
  by_function = { FunctionName = aws_lambda_function.pipeline.function_name }
  by_stream   = { StreamName = aws_kinesis_stream.events.name }
  by_queue    = { QueueName = aws_sqs_queue.failed.name }

  # Each goes off above its threshold.
  alarms = {
    iterator-age = {
      says = "The function is behind: records are older than the alarm's limit, in milliseconds, when it gets them."
      of   = ["AWS/Lambda", "IteratorAge", "Maximum"], by = local.by_function
      over = var.iterator_age_alarm_seconds * 1000
    }
    errors = {
      says = "Invocations of the function failed."
      of   = ["AWS/Lambda", "Errors", "Sum"], by = local.by_function
      over = 0
    }
    throttles = {
      says = "Lambda throttled the function: the account's or the function's concurrency is used up."
      of   = ["AWS/Lambda", "Throttles", "Sum"], by = local.by_function
      over = 0
    }
    write-throttles = {
      says = "Kinesis refused records: a shard takes 1,000 records and 1 MiB a second."
      of   = ["AWS/Kinesis", "WriteProvisionedThroughputExceeded", "Sum"], by = local.by_stream
      over = 0
    }
    failed = {
      says = "Records were given up: the queue of failures is not empty."
      of   = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum"], by = local.by_queue
      over = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "pipeline" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = each.value.of[0]
  metric_name         = each.value.of[1]
  statistic           = each.value.of[2]
  dimensions          = each.value.by
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.over
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topics
  tags                = local.tags
}
