locals {
  # Each alarm looks at one metric, or at what a formula makes of several; two of three minutes have to be so, unless it says otherwise. Its page says
  # what to do. A metric of CloudWatch that has no value says nothing is wrong; where silence is what is wrong, the alarm says so.
  dead = {
    for key, queue in var.dead_queues : "dead-${key}" => {
      says    = "There are messages in ${queue}: nobody could work on them."
      page    = "aws-alarms.md#dead-letters"
      over    = 0
      needed  = 1
      of      = 1
      metrics = { m = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesVisible", stat = "Maximum", of = { QueueName = queue } } }
    }
  }

  late = {
    for key, queue in var.queues : "late-${key}" => {
      says    = "The oldest message of ${queue.name} waits for more than twice its visibility time-out, ${2 * queue.visibility} s."
      page    = "aws-alarms.md#queue-age"
      over    = 2 * queue.visibility
      metrics = { m = { namespace = "AWS/SQS", name = "ApproximateAgeOfOldestMessage", stat = "Maximum", of = { QueueName = queue.name } } }
    }
  }

  errors = {
    for app, function in var.functions : "errors-${app}" => {
      says    = "More than one in twenty invocations of ${function.name} failed."
      page    = "aws-alarms.md#errors"
      over    = 5
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
      page    = "aws-alarms.md#throttles"
      over    = 0
      metrics = { m = { namespace = "AWS/Lambda", name = "Throttles", stat = "Sum", of = { FunctionName = function.name } } }
    }
  }

  slow = {
    for app, function in var.functions : "slow-${app}" => {
      says    = "One in a hundred invocations of ${function.name} takes more than four fifths of its time-out."
      page    = "aws-alarms.md#slow"
      over    = 800 * function.timeout
      metrics = { m = { namespace = "AWS/Lambda", name = "Duration", stat = "p99", of = { FunctionName = function.name } } }
    }
  }

  api = {
    api-5xx = {
      says    = "More than one in a hundred answers of the API is a failure of ours."
      page    = "aws-alarms.md#api"
      over    = 1
      formula = "IF(requests > 0, 100 * failures / requests, 0)"
      metrics = {
        failures = { namespace = "AWS/ApiGateway", name = "5xx", stat = "Sum", of = { ApiId = var.api_id } }
        requests = { namespace = "AWS/ApiGateway", name = "Count", stat = "Sum", of = { ApiId = var.api_id } }
      }
    }
    api-latency = {
      says    = "One in a hundred answers of the API takes more than ${var.api_latency} ms."
      page    = "aws-alarms.md#api"
      over    = var.api_latency
      metrics = { m = { namespace = "AWS/ApiGateway", name = "Latency", stat = "p99", of = { ApiId = var.api_id } } }
    }
  }

  others = {
    table-throttles = {
      says    = "The table refused requests: its maximum throughput or a partition's is used up."
      page    = "aws-alarms.md#table"
      over    = 0
      formula = "FILL(reads, 0) + FILL(writes, 0)"
      metrics = {
        reads  = { namespace = "AWS/DynamoDB", name = "ReadThrottleEvents", stat = "Sum", of = { TableName = var.table } }
        writes = { namespace = "AWS/DynamoDB", name = "WriteThrottleEvents", stat = "Sum", of = { TableName = var.table } }
      }
    }
    concurrency = {
      says    = "More than ${var.concurrency} functions of the account run at once: throttling is near."
      page    = "aws-alarms.md#throttles"
      over    = var.concurrency
      metrics = { m = { namespace = "AWS/Lambda", name = "ConcurrentExecutions", stat = "Maximum", of = {} } }
    }
    # The oldest of all sources. It stays as it is while nobody measures.
    stale = {
      says    = "A source has had no good run for ${var.stale_hours} hours."
      page    = "aws-alarms.md#stale"
      over    = 3600 * var.stale_hours
      missing = "ignore"
      formula = "SELECT MAX(\"twl.source.age\") FROM SCHEMA(\"${var.namespace}\", source)"
      period  = 300
      metrics = {}
    }
    # The schedule comes each minute: silence for two of its times is the fault.
    idle = {
      says    = "${var.functions["ingestion"].name} was not started for three minutes: no source is run."
      page    = "aws-alarms.md#idle"
      under   = 1
      needed  = 3
      missing = "breaching"
      metrics = { m = { namespace = "AWS/Lambda", name = "Invocations", stat = "Sum", of = { FunctionName = var.functions["ingestion"].name } } }
    }
  }

  alarms = merge(local.dead, local.late, local.errors, local.throttles, local.slow, local.api, local.others)
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.says} What to do: docs/${each.value.page}"
  comparison_operator = can(each.value.under) ? "LessThanThreshold" : "GreaterThanThreshold"
  threshold           = try(each.value.under, each.value.over)
  evaluation_periods  = try(each.value.of, 3)
  datapoints_to_alarm = try(each.value.needed, 2)
  treat_missing_data  = try(each.value.missing, "notBreaching")
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
      period      = try(each.value.period, null)
      label       = each.key
      return_data = true
    }
  }
}

# One state for all of it. It tells nobody: each alarm has, with its page.
resource "aws_cloudwatch_composite_alarm" "unwell" {
  alarm_name        = "${var.name}-unwell"
  alarm_description = "One of the alarms of ${var.name} is on. What to do: docs/aws-alarms.md"
  alarm_rule        = join(" OR ", [for key in sort(keys(local.alarms)) : "ALARM(\"${aws_cloudwatch_metric_alarm.alarm[key].alarm_name}\")"])
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
