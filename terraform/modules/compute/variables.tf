variable "functions" {
  description = "The three functions by app: name, memory in MB, time-out in seconds, and how many run at once at most (null: as many as the account allows)."
  type = map(object({
    name        = string
    memory      = number
    timeout     = number
    concurrency = optional(number)
  }))

  validation {
    condition     = toset(keys(var.functions)) == toset(["api", "ingestion", "processing"])
    error_message = "The apps are ingestion, processing and api."
  }

  validation {
    condition     = alltrue([for function in values(var.functions) : function.timeout >= 29 && function.timeout <= 900])
    error_message = "A time-out is 29 to 900 seconds: a run needs 25."
  }

  validation {
    condition     = alltrue([for function in values(var.functions) : function.memory >= 512 && function.memory <= 10240])
    error_message = "Memory is 512 to 10,240 MB."
  }
}

variable "code" {
  description = "The folder with the zips of `npm run package`, the runtime that runs them, and the kind of processor."
  type = object({
    folder       = string
    runtime      = string
    architecture = optional(string, "arm64")
  })

  validation {
    condition     = can(regex("^nodejs[0-9]+\\.x$", var.code.runtime))
    error_message = "A runtime such as nodejs24.x."
  }

  validation {
    condition     = contains(["arm64", "x86_64"], var.code.architecture)
    error_message = "arm64 or x86_64."
  }
}

variable "account_id" {
  description = "The AWS account: who may start the ingestion by schedule."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account number has 12 digits."
  }
}

variable "region" {
  description = "The region of everything."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "A region such as eu-central-1."
  }
}

variable "arns" {
  description = "What the names in `permissions.json` stand for, but for the log groups."
  type = object({
    table              = string
    bucket             = string
    page_queue         = string
    page_dead_queue    = string
    request_queue      = string
    request_dead_queue = string
    secrets            = string
    parameters         = string
  })

  validation {
    condition     = alltrue([for arn in values(var.arns) : can(regex("^arn:aws:[a-z0-9]+:[^*]*$", arn))])
    error_message = "ARNs without wildcards."
  }
}

variable "choices" {
  description = "Which statements of `permissions.json` with `when` are taken."
  type        = set(string)

  validation {
    condition     = length(setsubtract(var.choices, keys(jsondecode(file("${path.module}/../../permissions.json")).choices))) == 0
    error_message = "Choices are those that permissions.json explains."
  }
}

variable "settings" {
  description = "The environment of the functions: `all` of each, and by app what one has beside that. docs/aws.md explains the names."
  type        = map(map(string))

  validation {
    condition     = alltrue([for name in flatten([for settings in values(var.settings) : keys(settings)]) : can(regex("^[A-Z][A-Z_]*$", name)) && !startswith(name, "AWS_")])
    error_message = "Names are capitals and underscores; what begins with AWS_ is Lambda's own."
  }
}

variable "page_concurrency" {
  description = "How many batches of pages are worked on at once at most."
  type        = number

  validation {
    condition     = var.page_concurrency >= 2 && var.page_concurrency <= 1000
    error_message = "Lambda takes 2 to 1,000."
  }
}

variable "schedule" {
  description = "How often ingestion looks for runs that are due: sources have schedules of a minute at best."
  type        = string
  default     = "rate(1 minute)"

  validation {
    condition     = can(regex("^rate\\([1-9][0-9]* minutes?\\)$", var.schedule)) || can(regex("^cron\\(\\S+( \\S+){5}\\)$", var.schedule))
    error_message = "rate(N minutes), or cron(…) with six fields."
  }
}

variable "log_days" {
  description = "How long logs are kept, in days."
  type        = number

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 days, or years."
  }
}
