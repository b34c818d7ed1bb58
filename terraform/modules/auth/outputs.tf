output "user_pool_id" {
  description = "The user pool."
  value       = aws_cognito_user_pool.users.id
}

output "client_id" {
  description = "The client that signs users in: the audience of its tokens."
  value       = aws_cognito_user_pool_client.client.id
}

output "issuer" {
  description = "Who issues the tokens."
  value       = "https://${aws_cognito_user_pool.users.endpoint}"
}
