output "functions" {
  description = "The functions by app: name, ARN and the ARN by which an API calls it."
  value = {
    for app, function in aws_lambda_function.function : app => {
      name       = function.function_name
      arn        = function.arn
      invoke_arn = function.invoke_arn
    }
  }
}

output "log_groups" {
  description = "Names of the log groups, by app."
  value       = { for app, group in aws_cloudwatch_log_group.function : app => group.name }
}

output "schedule_dead_queue" {
  description = "Name of the queue for schedule events that could not be delivered."
  value       = aws_sqs_queue.schedule_dead.name
}
