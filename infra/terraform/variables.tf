# What is refused, and why, is said by the modules that use it.

variable "name" {
  description = "What all names begin with."
  type        = string
  default     = "loadtest"
}

variable "aws_region" {
  description = "Where stream and function are."
  type        = string
}

variable "google_project" {
  description = "Id of the Google project of the table."
  type        = string
}

variable "google_location" {
  description = "Location of the dataset."
  type        = string
  default     = "EU"
}

variable "function_jar" {
  description = "The function's jar or zip file, with all that it needs."
  type        = string
}

variable "shards" {
  description = "Shards of the stream; null for one on demand."
  type        = number
  default     = 2
}

variable "memory_size" {
  description = "Megabytes of the function's memory; its share of a CPU grows with it."
  type        = number
  default     = 512
}

variable "batch_size" {
  description = "Records of an invocation, at the most."
  type        = number
  default     = 100
}

variable "parallelization_factor" {
  description = "Invocations at a time for each shard, at the most."
  type        = number
  default     = 1
}

variable "partition_expiration_days" {
  description = "Days after which rows are deleted."
  type        = number
  default     = 7
}

variable "generator_principals" {
  description = "ARNs of who may become the load generators' role; without any there is no such role."
  type        = list(string)
  default     = []
}

variable "alarm_topics" {
  description = "ARNs of SNS topics that alarms tell."
  type        = list(string)
  default     = []
}
