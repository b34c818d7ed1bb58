output "plan_role_arn" {
  description = "The role that plans."
  value       = aws_iam_role.github["plan"].arn
}

output "apply_role_arns" {
  description = "The roles that apply, by environment."
  value       = { for name in var.environments : name => aws_iam_role.github["apply-${name}"].arn }
}
