output "state_bucket" {
  description = "Name of the bucket of the states."
  value       = module.state.bucket
}

output "plan_role_arn" {
  description = "The role of GitHub that plans; null without a repository."
  value       = one(module.github[*].plan_role_arn)
}

output "apply_role_arns" {
  description = "The roles of GitHub that apply, by environment; null without a repository."
  value       = one(module.github[*].apply_role_arns)
}
