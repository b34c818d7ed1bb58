data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  project = "twl-pipeline"
  name    = "${local.project}-${var.environment}"
  suffix  = var.bucket_suffix == "" ? "" : "-${var.bucket_suffix}"

  bucket         = "${local.project}-raw-data-${var.environment}${local.suffix}"
  files          = "${local.project}-dashboard-${var.environment}${local.suffix}"
  table          = "${local.project}-curated-${var.environment}"
  pages          = "${local.project}-pages-${var.environment}"
  requests       = "${local.project}-requests-${var.environment}"
  secrets_prefix = "/${local.project}/${var.environment}/"
  sources_prefix = "sources/"
  max_receives   = 5

  # docs/aws.md says why.
  functions = {
    ingestion  = { name = "${local.project}-ingestion-${var.environment}", memory = 1024, timeout = 300 }
    processing = { name = "${local.project}-processing-${var.environment}", memory = 1024, timeout = 120 }
    api        = { name = "${local.project}-api-${var.environment}", memory = 1024, timeout = 29 }
  }

  # Lambda asks for six times the time-out.
  visibility = {
    pages    = 6 * local.functions.processing.timeout
    requests = 6 * local.functions.ingestion.timeout
  }

  # By names, so that a plan shows what each role will be allowed.
  arns = {
    table              = "arn:aws:dynamodb:${var.region}:${local.account}:table/${local.table}"
    bucket             = "arn:aws:s3:::${local.bucket}"
    page_queue         = "arn:aws:sqs:${var.region}:${local.account}:${local.pages}"
    page_dead_queue    = "arn:aws:sqs:${var.region}:${local.account}:${local.pages}-dead"
    request_queue      = "arn:aws:sqs:${var.region}:${local.account}:${local.requests}"
    request_dead_queue = "arn:aws:sqs:${var.region}:${local.account}:${local.requests}-dead"
    secrets            = "arn:aws:secretsmanager:${var.region}:${local.account}:secret:${local.secrets_prefix}"
    parameters         = "arn:aws:ssm:${var.region}:${local.account}:parameter${local.secrets_prefix}"
  }

  jwt = var.jwt_issuer != null ? var.jwt_issuer : { issuer = module.auth[0].issuer, audience = [module.auth[0].client_id] }

  settings = {
    all = {
      TABLE_NAME    = module.storage.table
      RAW_BUCKET    = module.storage.bucket
      PAGE_QUEUE    = module.messaging.urls.pages
      REQUEST_QUEUE = module.messaging.urls.requests
      MAX_RECEIVES  = tostring(local.max_receives)
      SOURCES_FROM  = "bucket"
      LOG_LEVEL     = var.log_level
    }
    ingestion = {
      SECRETS        = var.secrets
      SECRETS_PREFIX = local.secrets_prefix
    }
    # Whoever has a token may run and decide, unless a group or role of theirs says otherwise.
    api = {
      ANONYMOUS_ROLE    = var.is_read_openly ? "viewer" : "none"
      OIDC_ISSUER       = local.jwt.issuer
      OIDC_AUDIENCE     = join(",", local.jwt.audience)
      OIDC_ROLE_CLAIM   = var.jwt_issuer == null ? "cognito:groups" : "roles"
      OIDC_DEFAULT_ROLE = "operator"
    }
  }
}

module "storage" {
  source         = "../storage"
  bucket_name    = local.bucket
  table_name     = local.table
  raw_days       = var.raw_days
  is_protected   = var.is_protected
  max_throughput = { read = var.capacity.read_units, write = var.capacity.write_units }
}

module "messaging" {
  source        = "../messaging"
  page_queue    = { name = local.pages, visibility = local.visibility.pages }
  request_queue = { name = local.requests, visibility = local.visibility.requests }
  max_receives  = local.max_receives
}

module "compute" {
  source           = "../compute"
  functions        = local.functions
  code             = var.code
  account_id       = local.account
  region           = var.region
  arns             = local.arns
  choices          = [var.secrets, "kept-cursor-key"]
  page_concurrency = var.capacity.pages
  log_days         = var.log_days
  settings         = local.settings
}

module "auth" {
  count        = var.jwt_issuer == null ? 1 : 0
  source       = "../auth"
  name         = local.name
  is_protected = var.is_protected
}

module "api" {
  source         = "../api"
  name           = local.name
  function       = module.compute.functions.api
  jwt            = local.jwt
  is_read_openly = var.is_read_openly
  throttle       = { rate = var.capacity.requests, burst = var.capacity.burst }
  domain         = var.api_domain
  log_days       = var.log_days
}

module "frontend" {
  source       = "../frontend"
  name         = local.name
  bucket_name  = local.files
  api_host     = module.api.host
  answers_host = module.storage.bucket_domain
  domain       = var.dashboard_domain
}

module "observability" {
  source      = "../observability"
  name        = local.name
  region      = var.region
  account_id  = local.account
  functions   = { for app, function in local.functions : app => { name = function.name, timeout = function.timeout } }
  table       = module.storage.table
  api_id      = module.api.id
  concurrency = var.capacity.functions
  budget      = var.budget
  email       = var.alarm_email

  queues = {
    pages    = { name = module.messaging.names.pages, visibility = local.visibility.pages }
    requests = { name = module.messaging.names.requests, visibility = local.visibility.requests }
  }

  dead_queues = merge(module.messaging.dead_names, { schedule = module.compute.schedule_dead_queue })
}
