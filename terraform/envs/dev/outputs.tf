output "api_url" {
  description = "Address of the API; ends in /api."
  value       = module.pipeline.api_url
}

output "dashboard_url" {
  description = "Address of the dashboard, whose /api is the same API."
  value       = module.pipeline.dashboard_url
}

output "queue_url" {
  description = "Address of the page queue."
  value       = module.pipeline.queue_url
}

output "request_queue_url" {
  description = "Address of the queue of run requests."
  value       = module.pipeline.request_queue_url
}

output "raw_bucket" {
  description = "Name of the bucket for raw pages."
  value       = module.pipeline.raw_bucket
}

output "table" {
  description = "Name of the table."
  value       = module.pipeline.table
}

output "sources_prefix" {
  description = "Where in the raw bucket the functions read the declared sources."
  value       = module.pipeline.sources_prefix
}

output "dashboard_bucket" {
  description = "Name of the bucket for the dashboard's files."
  value       = module.pipeline.dashboard_bucket
}

output "distribution_id" {
  description = "The distribution of CloudFront."
  value       = module.pipeline.distribution_id
}

output "function_names" {
  description = "Names of the functions, by app."
  value       = module.pipeline.function_names
}

output "log_groups" {
  description = "Names of the log groups of the functions, by app."
  value       = module.pipeline.log_groups
}

output "user_pool_id" {
  description = "The user pool of Cognito; null with an issuer of one's own."
  value       = module.pipeline.user_pool_id
}

output "client_id" {
  description = "The client of the user pool; null with an issuer of one's own."
  value       = module.pipeline.client_id
}

output "issuer" {
  description = "Whose tokens the API takes."
  value       = module.pipeline.issuer
}

output "settings" {
  description = "The environment with which twl works on these resources."
  value       = module.pipeline.settings
}
