output "urls" {
  description = "Addresses of the queues, by `pages` and `requests`."
  value       = { for key, queue in aws_sqs_queue.main : key => queue.url }
}

output "arns" {
  description = "ARNs of the queues, by `pages` and `requests`."
  value       = { for key, queue in aws_sqs_queue.main : key => queue.arn }
}

output "dead_arns" {
  description = "ARNs of the dead-letter queues, by `pages` and `requests`."
  value       = { for key, queue in aws_sqs_queue.dead : key => queue.arn }
}

output "names" {
  description = "Names of the queues, by `pages` and `requests`."
  value       = { for key, queue in aws_sqs_queue.main : key => queue.name }
}

output "dead_names" {
  description = "Names of the dead-letter queues, by `pages` and `requests`."
  value       = { for key, queue in aws_sqs_queue.dead : key => queue.name }
}
