output "api_url" {
  description = "Address of the API; ends in /api."
  value       = module.api.url
}

output "dashboard_url" {
  description = "Address of the dashboard, whose /api is the same API."
  value       = module.frontend.url
}

output "queue_url" {
  description = "Address of the page queue."
  value       = module.messaging.urls.pages
}

output "request_queue_url" {
  description = "Address of the queue of run requests."
  value       = module.messaging.urls.requests
}

output "raw_bucket" {
  description = "Name of the bucket for raw pages."
  value       = module.storage.bucket
}

output "table" {
  description = "Name of the table."
  value       = module.storage.table
}

output "sources_prefix" {
  description = "Where in the raw bucket the functions read the declared sources."
  value       = local.sources_prefix
}

output "dashboard_bucket" {
  description = "Name of the bucket for the dashboard's files."
  value       = module.frontend.bucket
}

output "distribution_id" {
  description = "The distribution of CloudFront."
  value       = module.frontend.distribution_id
}

output "function_names" {
  description = "Names of the functions, by app."
  value       = { for app, function in module.compute.functions : app => function.name }
}

output "log_groups" {
  description = "Names of the log groups of the functions, by app."
  value       = module.compute.log_groups
}

output "user_pool_id" {
  description = "The user pool of Cognito; null with an issuer of one's own."
  value       = one(module.auth[*].user_pool_id)
}

output "client_id" {
  description = "The client of the user pool; null with an issuer of one's own."
  value       = one(module.auth[*].client_id)
}

output "issuer" {
  description = "Whose tokens the API takes."
  value       = var.jwt_issuer != null ? var.jwt_issuer.issuer : module.auth[0].issuer
}

output "settings" {
  description = "The environment with which twl works on these resources."
  value       = merge({ ENGINE = "aws", AWS_REGION = var.region }, local.settings.all, local.settings.ingestion)
}
