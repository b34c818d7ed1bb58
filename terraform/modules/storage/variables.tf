variable "bucket_name" {
  description = "Name of the bucket for raw pages and for what is too large for the table."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "A bucket name has 3 to 63 small letters, digits and hyphens."
  }
}

variable "table_name" {
  description = "Name of the table for everything else."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.table_name))
    error_message = "A table name has 3 to 255 letters, digits, dots, hyphens and underscores."
  }
}

variable "raw_days" {
  description = "After how many days a raw page goes to each cheaper class of storage, and when it is removed. `expire` null keeps pages; sources remove their own by `retention.raw`."
  type = object({
    infrequent = number
    archive    = number
    expire     = optional(number)
  })

  validation {
    condition     = var.raw_days.infrequent >= 30 && var.raw_days.archive >= var.raw_days.infrequent + 30
    error_message = "S3 moves nothing to Standard-IA before 30 days, nor to Glacier Instant Retrieval less than 30 days later."
  }

  validation {
    condition     = var.raw_days.expire == null ? true : var.raw_days.expire > var.raw_days.archive
    error_message = "A page is removed after it is archived."
  }
}

variable "max_throughput" {
  description = "Units a second that the table takes at most, so that a loop has a bounded price."
  type = object({
    read  = number
    write = number
  })

  validation {
    condition     = alltrue([for units in values(var.max_throughput) : units >= 100 && units <= 40000 && floor(units) == units])
    error_message = "Whole numbers from 100 to 40,000: a run of one source takes up to 700 write units a second."
  }
}

variable "is_protected" {
  description = "Whether table and bucket are kept when the environment is destroyed: the table refuses its deletion, and a bucket that is not empty stays."
  type        = bool
}
