# Applied once for an account, before any environment. Its own state is a small file in this folder: whoever loses it imports the bucket again.
provider "aws" {
  region = var.region

  default_tags {
    tags = { project = local.project }
  }
}

data "aws_caller_identity" "current" {}

locals {
  project = "twl-pipeline"
}

module "state" {
  source      = "../modules/state"
  bucket_name = "${local.project}-state-${data.aws_caller_identity.current.account_id}"
}

module "github" {
  count            = var.repository == null ? 0 : 1
  source           = "../modules/github"
  repository       = var.repository
  environments     = ["dev", "staging", "prod"]
  account_id       = data.aws_caller_identity.current.account_id
  project          = local.project
  state_bucket_arn = module.state.bucket_arn
}
