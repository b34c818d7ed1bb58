variable "repository" {
  description = "The repository on GitHub, by its names and by the numbers that never change: `gh api repos/OWNER/NAME --jq '.owner.id, .id'`."
  type = object({
    owner    = string
    owner_id = number
    name     = string
    id       = number
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]*$", var.repository.owner)) && can(regex("^[A-Za-z0-9._-]+$", var.repository.name))
    error_message = "Names as in OWNER/NAME, without wildcards."
  }
}

variable "environments" {
  description = "The environments that GitHub deploys: each has a role of its own."
  type        = set(string)

  validation {
    condition     = length(var.environments) > 0 && alltrue([for name in var.environments : can(regex("^[a-z]{2,10}$", name))])
    error_message = "Names of two to ten small letters."
  }
}

variable "account_id" {
  description = "The AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account number has 12 digits."
  }
}

variable "project" {
  description = "What the names of everything begin with that an environment makes."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,20}$", var.project))
    error_message = "3 to 21 small letters, digits and hyphens."
  }
}

variable "state_bucket_arn" {
  description = "ARN of the bucket of the states."
  type        = string

  validation {
    condition     = can(regex("^arn:aws:s3:::[a-z0-9.-]+$", var.state_bucket_arn))
    error_message = "The ARN of a bucket."
  }
}
