# What this environment differs in from the others: values, here alone.
terraform {
  backend "s3" {
    key          = "dev.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}

locals {
  environment    = "dev"
  is_protected   = false
  is_read_openly = true
  log_level      = "debug"
  log_days       = 14
  raw_days       = { infrequent = 30, archive = 90, expire = 180 }
  budget         = 20

  capacity = {
    pages       = 2
    read_units  = 4000
    write_units = 2000
    requests    = 50
    burst       = 100
    functions   = 20
  }
}
