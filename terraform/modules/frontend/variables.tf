variable "name" {
  description = "Name of the distribution and of what belongs to it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,40}$", var.name))
    error_message = "Up to 40 small letters, digits and hyphens."
  }
}

variable "bucket_name" {
  description = "Name of the bucket for the dashboard's files."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "A bucket name has 3 to 63 small letters, digits and hyphens."
  }
}

variable "api_host" {
  description = "Name of the API, which answers below /api."
  type        = string
}

variable "answers_host" {
  description = "Name of the bucket to which large answers lead: the dashboard's pages may ask it."
  type        = string
}

variable "domain" {
  description = "An address of one's own, with its certificate, which lies in us-east-1, and the hosted zone that gets its entry."
  type = object({
    name            = string
    certificate_arn = string
    zone_id         = string
  })
  default = null

  validation {
    condition     = var.domain == null ? true : can(regex("^[a-z0-9.-]+$", var.domain.name)) && can(regex("^arn:aws:acm:us-east-1:", var.domain.certificate_arn))
    error_message = "A host name, and the ARN of a certificate of ACM in us-east-1: CloudFront takes no other."
  }
}
