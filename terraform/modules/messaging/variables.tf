variable "page_queue" {
  description = "The queue that brings stored pages to processing: its name, and for how many seconds a message that is worked on is hidden from others."
  type = object({
    name       = string
    visibility = number
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,75}$", var.page_queue.name))
    error_message = "A queue name has up to 75 letters, digits, hyphens and underscores."
  }

  validation {
    condition     = var.page_queue.visibility >= 180 && var.page_queue.visibility <= 43200
    error_message = "Six times the function's time-out, which is 30 seconds at least, and 12 hours at most."
  }
}

variable "request_queue" {
  description = "The queue that brings requests for runs to ingestion, in the same terms."
  type = object({
    name       = string
    visibility = number
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,75}$", var.request_queue.name))
    error_message = "A queue name has up to 75 letters, digits, hyphens and underscores."
  }

  validation {
    condition     = var.request_queue.visibility >= 180 && var.request_queue.visibility <= 43200
    error_message = "Six times the function's time-out, which is 30 seconds at least, and 12 hours at most."
  }
}

variable "max_receives" {
  description = "How often a message is delivered before it goes to the dead-letter queue."
  type        = number

  validation {
    condition     = var.max_receives >= 2 && var.max_receives <= 100 && floor(var.max_receives) == var.max_receives
    error_message = "A whole number from 2 to 100."
  }
}
