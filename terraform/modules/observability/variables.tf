variable "name" {
  description = "Beginning of the names of alarms, and name of topic, dashboard and budget."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,100}$", var.name))
    error_message = "Up to 100 small letters, digits and hyphens."
  }
}

variable "region" {
  description = "The region whose metrics the dashboard shows."
  type        = string
}

variable "account_id" {
  description = "The account whose alarms and budget may tell the topic."
  type        = string
}

variable "functions" {
  description = "The functions by app: name, and time-out in seconds."
  type = map(object({
    name    = string
    timeout = number
  }))
}

variable "queues" {
  description = "The queues: name, and visibility time-out in seconds. Twice that is late for the oldest message."
  type = map(object({
    name       = string
    visibility = number
  }))
}

variable "dead_queues" {
  description = "Names of the dead-letter queues, by what they belong to."
  type        = map(string)
}

variable "table" {
  description = "Name of the table."
  type        = string
}

variable "api_id" {
  description = "The HTTP API."
  type        = string
}

variable "namespace" {
  description = "Where in CloudWatch the product's own metrics are."
  type        = string
  default     = "twl"
}

variable "api_latency" {
  description = "Milliseconds that one answer in a hundred of the API may take longer than."
  type        = number
  default     = 3000

  validation {
    condition     = var.api_latency >= 100
    error_message = "100 at least: a function that starts takes longer than that."
  }
}

variable "stale_hours" {
  description = "Hours after which a source without a good run is stale, whatever its schedule: the product's own alerts go by schedules."
  type        = number
  default     = 48

  validation {
    condition     = var.stale_hours > 0
    error_message = "More than nothing."
  }
}

variable "concurrency" {
  description = "Functions of this account and region that run at once, from which an alarm tells: below the account's limit."
  type        = number

  validation {
    condition     = var.concurrency >= 5
    error_message = "Five at least: the product alone uses as many."
  }
}

variable "budget" {
  description = "Dollars a month that the account is expected to cost at most."
  type        = number

  validation {
    condition     = var.budget > 0
    error_message = "More than nothing."
  }
}

variable "email" {
  description = "Who is told of alarms and of the budget, beside other subscribers of the topic."
  type        = string
  default     = null

  validation {
    condition     = var.email == null ? true : can(regex("^[^@ ]+@[^@ ]+$", var.email))
    error_message = "An address of mail."
  }
}
