variable "name" {
  description = "What all names begin with."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,16}[a-z0-9]$", var.name))
    error_message = "name: 3 to 18 small letters, digits and hyphens; the first is a letter, the last no hyphen."
  }
  validation {
    condition     = !can(regex("(^|[^a-z])(prod|production|prd|live)([^a-z]|$)", var.name))
    error_message = "name: the guard refuses loads to what has the word prod, production, prd or live in its name."
  }
}

variable "shards" {
  description = "Shards of the stream, each for 1,000 records and 1 MiB a second; null for a stream on demand."
  type        = number
  default     = 2

  validation {
    condition     = var.shards == null ? true : var.shards >= 1 && var.shards <= 500 && floor(var.shards) == var.shards
    error_message = "shards: a whole number from 1 to 500, or null for a stream on demand."
  }
}

variable "function_jar" {
  description = "The function's jar or zip file, with all that it needs."
  type        = string

  validation {
    condition     = fileexists(var.function_jar)
    error_message = "function_jar: there is no file ${var.function_jar}; build the function first."
  }
}

variable "function_role" {
  description = "Name of the function's role, by which Google knows the function; null for a name made of var.name."
  type        = string
  default     = null
}

variable "memory_size" {
  description = "Megabytes of the function's memory; its share of a CPU grows with it."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_size >= 256 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "memory_size: a whole number of megabytes from 256, below which Java hardly starts, to 10240."
  }
}

variable "timeout_seconds" {
  description = "How long an invocation may take."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 900
    error_message = "timeout_seconds: from 10, which the retries of an insert may need, to 900."
  }
}

variable "batch_size" {
  description = "Records of an invocation, at the most."
  type        = number
  default     = 100

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size: a whole number from 1 to 10000."
  }
}

variable "batching_window_seconds" {
  description = "How long Lambda waits for a batch to fill; each record's time grows by up to that."
  type        = number
  default     = 0

  validation {
    condition     = var.batching_window_seconds >= 0 && var.batching_window_seconds <= 300
    error_message = "batching_window_seconds: from 0 to 300."
  }
}

variable "parallelization_factor" {
  description = "Invocations at a time for each shard, at the most; records of a partition key stay in order."
  type        = number
  default     = 1

  validation {
    condition     = contains(range(1, 11), var.parallelization_factor)
    error_message = "parallelization_factor: a whole number from 1 to 10."
  }
}

variable "starting_position" {
  description = "Where a new event source mapping begins to read."
  type        = string
  # Of a stream that was just made this is the first record. LATEST may pass over what is put in the first minutes after
  # the mapping was made, and a load test would call that lost.
  default = "TRIM_HORIZON"

  validation {
    condition     = contains(["LATEST", "TRIM_HORIZON"], var.starting_position)
    error_message = "starting_position: TRIM_HORIZON, or LATEST for a stream that holds records which are not to come again."
  }
}

variable "retry_attempts" {
  description = "How often a batch that failed is tried again before it goes to the queue of failures."
  type        = number
  default     = 10

  validation {
    condition     = var.retry_attempts >= 0 && var.retry_attempts <= 10000 && floor(var.retry_attempts) == var.retry_attempts
    error_message = "retry_attempts: a whole number from 0 to 10000; without an end a bad record blocks its shard."
  }
}

variable "record_age_seconds" {
  description = "How old a record may be that is still tried; older ones go to the queue of failures."
  type        = number
  default     = 600

  validation {
    condition     = var.record_age_seconds >= 60 && var.record_age_seconds <= 86400
    error_message = "record_age_seconds: from 60 to 86400, for which the stream keeps records."
  }
}

variable "bisect_batch" {
  description = "Whether a batch whose invocation failed as a whole is tried again in halves."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "Days for which the function's log is kept."
  type        = number
  default     = 7

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90], var.log_retention_days)
    error_message = "log_retention_days: 1, 3, 5, 7, 14, 30, 60 or 90, as CloudWatch knows them."
  }
}

variable "iterator_age_alarm_seconds" {
  description = "How old the oldest record of a batch may be before there is an alarm."
  type        = number
  default     = 30

  validation {
    condition     = var.iterator_age_alarm_seconds >= 1
    error_message = "iterator_age_alarm_seconds: at least 1."
  }
}

variable "alarm_topics" {
  description = "ARNs of SNS topics that alarms tell."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for topic in var.alarm_topics : can(regex("^arn:aws:sns:[a-z0-9-]+:[0-9]{12}:.+$", topic))])
    error_message = "alarm_topics: ARNs of SNS topics, arn:aws:sns:<region>:<account>:<name>."
  }
}

variable "generator_role" {
  description = "Name of the load generators' role; null for a name made of var.name."
  type        = string
  default     = null
}

variable "generator_principals" {
  description = "ARNs of the roles, users or accounts that may become the load generators' role; without any there is none."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for principal in var.generator_principals : can(regex("^arn:aws:iam::[0-9]{12}:(root|role/.+|user/.+)$", principal))])
    error_message = "generator_principals: ARNs such as arn:aws:iam::<account>:role/<name>; nobody is let in by \"*\"."
  }
}

variable "gcp_project_id" {
  description = "The function's GCP_PROJECT_ID."
  type        = string
}

variable "bq_dataset" {
  description = "The function's BQ_DATASET."
  type        = string
}

variable "bq_table" {
  description = "The function's BQ_TABLE."
  type        = string
}

variable "gcp_workload_identity" {
  description = "The function's GCP_WORKLOAD_IDENTITY: the configuration of an external account as JSON; no secret is in it."
  type        = string

  validation {
    condition     = try(jsondecode(var.gcp_workload_identity).type, "") == "external_account"
    error_message = "gcp_workload_identity: JSON of the type external_account; a key does not belong into a function's environment."
  }
}
