output "id" {
  description = "The HTTP API."
  value       = aws_apigatewayv2_api.api.id
}

output "url" {
  description = "Address of the API; ends in /api."
  value       = "${var.domain == null ? aws_apigatewayv2_api.api.api_endpoint : "https://${var.domain.name}"}/api"
}

output "host" {
  description = "Name by which CloudFront asks it."
  value       = regex("^https://([^:/]+)", aws_apigatewayv2_api.api.api_endpoint)[0]
}

output "access_log_group" {
  description = "Name of the log group of its requests."
  value       = aws_cloudwatch_log_group.access.name
}
