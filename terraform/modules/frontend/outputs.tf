output "url" {
  description = "Address of the dashboard."
  value       = "https://${var.domain == null ? aws_cloudfront_distribution.dashboard.domain_name : var.domain.name}"
}

output "bucket" {
  description = "Name of the bucket for its files."
  value       = aws_s3_bucket.files.bucket
}

output "distribution_id" {
  description = "The distribution of CloudFront."
  value       = aws_cloudfront_distribution.dashboard.id
}
