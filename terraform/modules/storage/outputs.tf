output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.raw.bucket
}

output "bucket_arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.raw.arn
}

output "bucket_domain" {
  description = "Name under which the bucket answers: signed addresses of large answers begin with it."
  value       = aws_s3_bucket.raw.bucket_regional_domain_name
}

output "table" {
  description = "Name of the table."
  value       = aws_dynamodb_table.curated.name
}

output "table_arn" {
  description = "ARN of the table."
  value       = aws_dynamodb_table.curated.arn
}
