locals {
  functions = values(var.functions)[*].name
  own       = "SEARCH('{${var.namespace},%s} MetricName=\"%s\"', '%s', %s)"

  # The product's own metrics, of whatever sources and stages have them: one line for each.
  searches = {
    ages     = [format(local.own, "source", "twl.source.age", "Maximum", "300")]
    records  = [for outcome in ["new", "changed", "unchanged", "stale", "duplicate", "quarantined", "filtered"] : format(local.own, "stage", "twl.records.${outcome}", "Sum", "60")]
    runs     = [for state in ["succeeded", "not_modified", "partial", "suspect", "stalled", "failed"] : format(local.own, "stage", "twl.runs.${state}", "Sum", "300")]
    failures = [format(local.own, "stage", "twl.failures.open", "Maximum", "300")]
    pages    = [for name in ["twl.fetch.pages", "twl.queue.redeliveries"] : format(local.own, "stage", name, "Sum", "300")]
    bytes    = [for name in ["twl.fetch.bytes", "twl.fetch.saved.bytes"] : format(local.own, "stage", name, "Sum", "300")]
    sources  = [for name in ["http.client.request.duration"] : format(local.own, "stage", name, "p99", "300")]
  }
  found = { for chart, searches in local.searches : chart => [for search in searches : [{ expression = search, label = "" }]] }

  # Three in a row, each row by what a person asks first.
  charts = [
    { title = "Age of each source's newest good run, s", stat = "Maximum", period = 300, metrics = local.found.ages },
    { title = "Records a minute, by outcome", stat = "Sum", period = 60, metrics = local.found.records },
    { title = "Runs, by state", stat = "Sum", period = 300, metrics = local.found.runs },

    { title = "Messages that wait", stat = "Maximum", period = 60, metrics = [for queue in var.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.name]] },
    { title = "Age of the oldest, s", stat = "Maximum", period = 60, metrics = [for queue in var.queues : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue.name]] },
    { title = "Dead letters, and open failures", stat = "Maximum", period = 60, metrics = concat([for queue in var.dead_queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]], local.found.failures) },

    { title = "Pages stored, and messages that came again", stat = "Sum", period = 300, metrics = local.found.pages },
    { title = "Bytes stored, and saved", stat = "Sum", period = 300, metrics = local.found.bytes },
    { title = "Requests to sources, s: p99", stat = "p99", period = 300, metrics = local.found.sources },

    { title = "Invocations and errors", stat = "Sum", period = 60, metrics = [for pair in setproduct(["Invocations", "Errors"], local.functions) : ["AWS/Lambda", pair[0], "FunctionName", pair[1]]] },
    { title = "Duration, ms: p50 and p99", stat = "p99", period = 60, metrics = [for pair in setproduct(["p50", "p99"], local.functions) : ["AWS/Lambda", "Duration", "FunctionName", pair[1], { stat = pair[0], label = "${pair[1]} ${pair[0]}" }]] },
    { title = "Throttles, and functions at once", stat = "Maximum", period = 60, metrics = [for pair in setproduct(["Throttles", "ConcurrentExecutions"], local.functions) : ["AWS/Lambda", pair[0], "FunctionName", pair[1]]] },

    { title = "Answers of the API", stat = "Sum", period = 60, metrics = [for name in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", name, "ApiId", var.api_id]] },
    { title = "Latency of the API, ms: p50 and p99", stat = "p99", period = 60, metrics = [for stat in ["p50", "p99"] : ["AWS/ApiGateway", "Latency", "ApiId", var.api_id, { stat = stat, label = stat }]] },
    { title = "Units of the table, and throttled requests", stat = "Sum", period = 60, metrics = [for name in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"] : ["AWS/DynamoDB", name, "TableName", var.table]] },
  ]

  alarm_arns = concat([aws_cloudwatch_composite_alarm.unwell.arn], [for key in sort(keys(local.alarms)) : aws_cloudwatch_metric_alarm.alarm[key].arn])
}

resource "aws_cloudwatch_dashboard" "overview" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = concat(
      [
        { type = "alarm", x = 0, y = 0, width = 16, height = 6, properties = { title = "Alarms", alarms = local.alarm_arns } },
        # Billing is told of in this region alone, and where the account has it switched on.
        {
          type = "metric", x = 16, y = 0, width = 8, height = 6
          properties = {
            title   = "Cost of the account this month, $"
            region  = "us-east-1"
            stat    = "Maximum"
            period  = 21600
            metrics = [["AWS/Billing", "EstimatedCharges", "Currency", "USD"]]
          }
        },
      ],
      [
        for place, chart in local.charts : {
          type   = "metric"
          x      = 8 * (place % 3)
          y      = 6 + 6 * floor(place / 3)
          width  = 8
          height = 6
          properties = {
            title   = chart.title
            region  = var.region
            stat    = chart.stat
            period  = chart.period
            metrics = chart.metrics
          }
        }
      ],
    )
  })
}
