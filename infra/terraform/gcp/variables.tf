variable "name" {
  description = "What all names begin with; in the dataset's name hyphens become underscores."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,16}[a-z0-9]$", var.name))
    error_message = "name: 3 to 18 small letters, digits and hyphens; the first is a letter, the last no hyphen."
  }
  validation {
    condition     = !can(regex("(^|[^a-z])(prod|production|prd|live)([^a-z]|$)", var.name))
    error_message = "name: the guard refuses loads to what has the word prod, production, prd or live in its name."
  }
  validation {
    condition     = !startswith(var.name, "gcp-")
    error_message = "name: Google keeps names of identity pools that begin with gcp- for itself."
  }
}

variable "project_id" {
  description = "Id of the project of the table."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id: the id, not the number or the name: 6 to 30 small letters, digits and hyphens."
  }
  validation {
    condition     = !can(regex("(^|[^a-z])(prod|production|prd|live)([^a-z]|$)", var.project_id))
    error_message = "project_id: the guard refuses loads to a project with the word prod, production, prd or live in its id."
  }
}

variable "location" {
  description = "Location of the dataset, such as EU or europe-west1."
  type        = string
  default     = "EU"
}

variable "table" {
  description = "Name of the table."
  type        = string
  default     = "events"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.table))
    error_message = "table: 1 to 63 small letters, digits and underscores; the first is a letter."
  }
  validation {
    condition     = !can(regex("(^|[^a-z])(prod|production|prd|live)([^a-z]|$)", var.table))
    error_message = "table: the guard refuses loads to what has the word prod, production, prd or live in its name."
  }
}

variable "partition_expiration_days" {
  description = "Days after which rows are deleted."
  type        = number
  default     = 7

  validation {
    condition     = var.partition_expiration_days >= 1 && var.partition_expiration_days <= 90
    error_message = "partition_expiration_days: from 1 to 90; what is kept is paid for, and looked through by the guard."
  }
}

variable "aws_account_id" {
  description = "The AWS account of the function."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id: twelve digits, as a text."
  }
}

variable "function_role" {
  description = "Name of the function's role in AWS, which alone may write."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,40}$", var.function_role))
    error_message = "function_role: the role's name without path or ARN, at most 40 characters: Google takes 127 for role and function."
  }
}

variable "generator_role" {
  description = "Name of the load generators' role in AWS, which may read; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.generator_role == null ? true : can(regex("^[A-Za-z0-9+=,.@_-]{1,40}$", var.generator_role))
    error_message = "generator_role: the role's name without path or ARN, at most 40 characters."
  }
}
