variable "name" {
  description = "Name of the user pool."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,100}$", var.name))
    error_message = "Up to 100 small letters, digits and hyphens."
  }
}

variable "is_protected" {
  description = "Whether the user pool refuses its deletion."
  type        = bool
}
