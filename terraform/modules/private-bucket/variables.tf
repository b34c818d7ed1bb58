variable "bucket" {
  description = "Name of a bucket that is there; as `aws_s3_bucket.….bucket`, so that it is made first."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "A bucket name has 3 to 63 small letters, digits and hyphens."
  }
}

variable "policies" {
  description = "Policies, as JSON, whose statements stand in the bucket's policy beside the one that refuses requests without TLS."
  type        = list(string)
  default     = []
}
