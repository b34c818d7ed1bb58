# What this environment differs in from the others: values, here alone.
terraform {
  backend "s3" {
    key          = "staging.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}

locals {
  environment    = "staging"
  is_protected   = false
  is_read_openly = true
  log_level      = "info"
  log_days       = 30
  raw_days       = { infrequent = 30, archive = 90, expire = 365 }
  budget         = 50

  capacity = {
    pages       = 5
    read_units  = 8000
    write_units = 4000
    requests    = 100
    burst       = 200
    functions   = 50
  }
}
