variable "bucket_name" {
  description = "Name of the bucket for the states of all environments."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "A bucket name has 3 to 63 small letters, digits and hyphens."
  }
}
