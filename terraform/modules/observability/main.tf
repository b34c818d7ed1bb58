locals {
  # Each alarm looks at one metric, or at what a formula makes of several. A minute without data is no alarm.
  dead = {
    for key, queue in var.dead_queues : "dead-${key}" => {
      says    = "There are messages in ${queue}: nobody could work on them. docs/failures.md says what to do."
      over    = 0
      periods = 1
      metrics = { m = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesVisible", stat = "Maximum", of = { QueueName = queue } } }
    }
  }

  late = {
    for key, queue in var.queues : "late-${key}" => {
      says    = "The oldest message of ${queue.name} waits for more than ${queue.late} s."
      over    = queue.late
      periods = 3
      metrics = { m = { namespace = "AWS/SQS", name = "ApproximateAgeOfOldestMessage", stat = "Maximum", of = { QueueName = queue.name } } }
    }
  }

  errors = {
    for app, function in var.functions : "errors-${app}" => {
      says    = "More than one in twenty invocations of ${function.name} failed, for five minutes."
      over    = 5
      periods = 5
      formula = "IF(invocations > 0, 100 * errors / invocations, 0)"
      metrics = {
        errors      = { namespace = "AWS/Lambda", name = "Errors", stat = "Sum", of = { FunctionName = function.name } }
        invocations = { namespace = "AWS/Lambda", name = "Invocations", stat = "Sum", of = { FunctionName = function.name } }
      }
    }
  }

  throttles = {
    for app, function in var.functions : "throttles-${app}" => {
      says    = "${function.name} was not started as often as it was asked for: the account's or its own concurrency is used up."
      over    = 0
      periods = 5
      metrics = { m = { namespace = "AWS/Lambda", name = "Throttles", stat = "Sum", of = { FunctionName = function.name } } }
    }
  }

  slow = {
    for app, function in var.functions : "slow-${app}" => {
      says    = "${function.name} takes more than nine tenths of its time-out."
      over    = 900 * function.timeout
      periods = 3
      metrics = { m = { namespace = "AWS/Lambda", name = "Duration", stat = "Maximum", of = { FunctionName = function.name } } }
    }
  }

  others = {
    api-5xx = {
      says    = "More than one in a hundred answers of the API is a failure of ours, for five minutes."
      over    = 1
      periods = 5
      formula = "IF(requests > 0, 100 * failures / requests, 0)"
      metrics = {
        failures = { namespace = "AWS/ApiGateway", name = "5xx", stat = "Sum", of = { ApiId = var.api_id } }
        requests = { namespace = "AWS/ApiGateway", name = "Count", stat = "Sum", of = { ApiId = var.api_id } }
      }
    }
    table-throttles = {
      says    = "The table refused requests: its maximum throughput or a partition's is used up."
      over    = 0
      periods = 3
      formula = "FILL(reads, 0) + FILL(writes, 0)"
      metrics = {
        reads  = { namespace = "AWS/DynamoDB", name = "ReadThrottleEvents", stat = "Sum", of = { TableName = var.table } }
        writes = { namespace = "AWS/DynamoDB", name = "WriteThrottleEvents", stat = "Sum", of = { TableName = var.table } }
      }
    }
    concurrency = {
      says    = "More than ${var.concurrency} functions of the account run at once: throttling is near."
      over    = var.concurrency
      periods = 2
      metrics = { m = { namespace = "AWS/Lambda", name = "ConcurrentExecutions", stat = "Maximum", of = {} } }
    }
  }

  alarms = merge(local.dead, local.late, local.errors, local.throttles, local.slow, local.others)
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.over
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  dynamic "metric_query" {
    for_each = each.value.metrics

    content {
      id          = metric_query.key
      return_data = !can(each.value.formula)

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.of
        stat        = metric_query.value.stat
        period      = 60
      }
    }
  }

  dynamic "metric_query" {
    for_each = can(each.value.formula) ? [each.value.formula] : []

    content {
      id          = "formula"
      expression  = metric_query.value
      label       = each.key
      return_data = true
    }
  }
}

# Not encrypted with the key that AWS keeps for SNS: alarms and budgets may not use it, and would be lost without a word.
resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

data "aws_iam_policy_document" "topic" {
  statement {
    sid       = "Tell"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.topic.json
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.email == null ? 0 : 1
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.email
}

resource "aws_budgets_budget" "month" {
  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type         = notification.key
      threshold                 = notification.value
      threshold_type            = "PERCENTAGE"
      comparison_operator       = "GREATER_THAN"
      subscriber_sns_topic_arns = [aws_sns_topic.alarms.arn]
    }
  }

  depends_on = [aws_sns_topic_policy.alarms]
}

locals {
  charts = [
    { title = "Invocations", stat = "Sum", metrics = [for function in var.functions : ["AWS/Lambda", "Invocations", "FunctionName", function.name]] },
    { title = "Errors", stat = "Sum", metrics = [for function in var.functions : ["AWS/Lambda", "Errors", "FunctionName", function.name]] },
    { title = "Duration, ms", stat = "p99", metrics = [for function in var.functions : ["AWS/Lambda", "Duration", "FunctionName", function.name]] },
    { title = "Messages that wait", stat = "Maximum", metrics = [for queue in var.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.name]] },
    { title = "Age of the oldest, s", stat = "Maximum", metrics = [for queue in var.queues : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue.name]] },
    { title = "Dead letters", stat = "Maximum", metrics = [for queue in var.dead_queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]] },
    { title = "Answers of the API", stat = "Sum", metrics = [for name in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", name, "ApiId", var.api_id]] },
    { title = "Latency of the API, ms", stat = "p99", metrics = [["AWS/ApiGateway", "Latency", "ApiId", var.api_id]] },
    { title = "Units of the table", stat = "Sum", metrics = [for name in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"] : ["AWS/DynamoDB", name, "TableName", var.table]] },
  ]
}

resource "aws_cloudwatch_dashboard" "overview" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for place, chart in local.charts : {
        type   = "metric"
        x      = 8 * (place % 3)
        y      = 6 * floor(place / 3)
        width  = 8
        height = 6
        properties = {
          title   = chart.title
          region  = var.region
          stat    = chart.stat
          period  = 60
          metrics = chart.metrics
        }
      }
    ]
  })
}
