# What this environment differs in from the others: values, here alone.
terraform {
  backend "s3" {
    key          = "prod.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}

locals {
  environment    = "prod"
  is_protected   = true
  is_read_openly = false
  log_level      = "info"
  log_days       = 365
  raw_days       = { infrequent = 30, archive = 90 }
  budget         = 200

  capacity = {
    pages       = 20
    read_units  = 40000
    write_units = 20000
    requests    = 500
    burst       = 1000
    functions   = 500
  }
}
