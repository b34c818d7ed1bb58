provider "aws" {
  region = var.region

  default_tags {
    tags = {
      project     = "twl-pipeline"
      environment = local.environment
    }
  }
}

module "pipeline" {
  source           = "../../modules/pipeline"
  environment      = local.environment
  region           = var.region
  bucket_suffix    = var.bucket_suffix
  code             = { folder = var.code_dir, runtime = var.runtime }
  is_protected     = local.is_protected
  is_read_openly   = local.is_read_openly
  capacity         = local.capacity
  log_level        = local.log_level
  log_days         = local.log_days
  raw_days         = local.raw_days
  budget           = local.budget
  alarm_email      = var.alarm_email
  jwt_issuer       = var.jwt_issuer
  api_domain       = var.api_domain
  dashboard_domain = var.dashboard_domain
}
