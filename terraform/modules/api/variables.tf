variable "name" {
  description = "Name of the HTTP API."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,100}$", var.name))
    error_message = "Up to 100 small letters, digits and hyphens."
  }
}

variable "function" {
  description = "The function that answers: its name, and the ARN by which an API calls it."
  type = object({
    name       = string
    invoke_arn = string
  })
}

variable "jwt" {
  description = "Whose tokens the API takes, and for whom they must be."
  type = object({
    issuer   = string
    audience = list(string)
  })

  validation {
    condition     = length(var.jwt.audience) > 0
    error_message = "Without an audience any token of the issuer would do."
  }
}

variable "is_read_openly" {
  description = "Whether reading (GET) needs no token. Everything else always needs one; health never does."
  type        = bool
}

variable "cors_origins" {
  description = "Pages of which other sites may call the API from a browser. The dashboard needs none: it has the same origin."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "Origins such as https://tools.example.com; * is none."
  }
}

variable "throttle" {
  description = "Requests a second, and at once, that all callers together may make."
  type = object({
    rate  = number
    burst = number
  })

  validation {
    condition     = var.throttle.rate >= 1 && var.throttle.rate <= 10000 && var.throttle.burst >= 1 && var.throttle.burst <= 5000
    error_message = "1 to 10,000 a second, 1 to 5,000 at once."
  }
}

variable "domain" {
  description = "An address of one's own, with its certificate in the same region and the hosted zone that gets its entry."
  type = object({
    name            = string
    certificate_arn = string
    zone_id         = string
  })
  default = null

  validation {
    condition     = var.domain == null ? true : can(regex("^[a-z0-9.-]+$", var.domain.name)) && can(regex("^arn:aws:acm:", var.domain.certificate_arn))
    error_message = "A host name, and the ARN of a certificate of ACM."
  }
}

variable "log_days" {
  description = "How long access logs are kept, in days."
  type        = number

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 days, or years."
  }
}
