variable "region" {
  description = "The region of everything, but for CloudFront, which is everywhere."
  type        = string
  default     = "eu-central-1"
}

variable "bucket_suffix" {
  description = "At the end of bucket names, which are global: your account number will do."
  type        = string
  default     = ""
}

variable "code_dir" {
  description = "Where the zips of `npm run package` lie."
  type        = string
  default     = "../../../dist/functions"
}

variable "runtime" {
  description = "What runs them. nodejs24.x needs version 6.19 of the provider or a newer one."
  type        = string
  default     = "nodejs24.x"
}

variable "alarm_email" {
  description = "Who is told of alarms and of the budget."
  type        = string
  default     = null
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
  description = "An address of one's own for the API, its certificate in the same region."
  type = object({
    name            = string
    certificate_arn = string
    zone_id         = string
  })
  default = null
}

variable "dashboard_domain" {
  description = "An address of one's own for the dashboard, its certificate in us-east-1."
  type = object({
    name            = string
    certificate_arn = string
    zone_id         = string
  })
  default = null
}
