variable "region" {
  description = "Where the states lie."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "A region such as eu-central-1."
  }
}

variable "repository" {
  description = "The repository on GitHub that deploys; without it GitHub gets no role. `gh api repos/OWNER/NAME --jq '.owner.id, .id'` gives the numbers."
  type = object({
    owner    = string
    owner_id = number
    name     = string
    id       = number
  })
  default = null
}
