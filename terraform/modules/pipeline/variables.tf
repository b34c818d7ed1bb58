variable "environment" {
  description = "Name of the environment: the end of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2,10}$", var.environment))
    error_message = "Two to ten small letters."
  }
}

variable "region" {
  description = "The region of everything, but for CloudFront, which is everywhere."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "A region such as eu-central-1."
  }
}

variable "bucket_suffix" {
  description = "At the end of bucket names, which are global."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[a-z0-9]{0,20}$", var.bucket_suffix))
    error_message = "Up to 20 small letters and digits."
  }
}

variable "code" {
  description = "The folder with the zips of `npm run package`, and the runtime that runs them."
  type = object({
    folder  = string
    runtime = string
  })
}

variable "is_protected" {
  description = "Whether table, raw pages and users outlive a destroy."
  type        = bool
}

variable "is_read_openly" {
  description = "Whether reading from the API needs no token."
  type        = bool
}

variable "capacity" {
  description = "What bounds the work and its price: batches of pages at once, units of the table a second, requests to the API a second and at once, and the number of functions at once from which an alarm tells."
  type = object({
    pages       = number
    read_units  = number
    write_units = number
    requests    = number
    burst       = number
    functions   = number
  })
}

variable "log_level" {
  description = "From which level on the functions write log lines."
  type        = string

  validation {
    condition     = contains(["fatal", "error", "warn", "info", "debug", "trace"], var.log_level)
    error_message = "fatal, error, warn, info, debug or trace."
  }
}

variable "log_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "raw_days" {
  description = "After how many days raw pages go to cheaper classes of storage, and when they are removed."
  type = object({
    infrequent = number
    archive    = number
    expire     = optional(number)
  })
}

variable "budget" {
  description = "Dollars a month that the account is expected to cost at most."
  type        = number
}

variable "alarm_email" {
  description = "Who is told of alarms and of the budget."
  type        = string
  default     = null
}

variable "secrets" {
  description = "Where the secrets of the sources are."
  type        = string
  default     = "parameter-store"

  validation {
    condition     = contains(["parameter-store", "secrets-manager"], var.secrets)
    error_message = "parameter-store or secrets-manager."
  }
}

variable "jwt_issuer" {
  description = "Whose tokens the API takes, in place of a user pool of Cognito."
  type = object({
    issuer   = string
    audience = list(string)
  })
  default = null
}

variable "api_domain" {
  description = "An address of one's own for the API."
  type = object({
    name            = string
    certificate_arn = string
    zone_id         = string
  })
  default = null
}

variable "dashboard_domain" {
  description = "An address of one's own for the dashboard."
  type = object({
    name            = string
    certificate_arn = string
    zone_id         = string
  })
  default = null
}
