locals {
  permissions = "${path.module}/../../permissions.json"

  # What permissions.json says of each app, with the ARNs in place of their names.
  statements = {
    for app, function in var.functions : app => [
      for statement in jsondecode(templatefile(local.permissions, merge(var.arns, {
        log_group = "arn:aws:logs:${var.region}:${var.account_id}:log-group:/aws/lambda/${function.name}"
      }))).apps[app] : statement
      if contains(var.choices, try(statement.when, "")) || !can(statement.when)
    ]
  }
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  for_each           = var.functions
  name               = "${each.value.name}-${var.region}"
  description        = "What ${each.key} may do"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_iam_role_policy" "function" {
  for_each = var.functions
  name     = "permissions"
  role     = aws_iam_role.function[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in local.statements[each.key] : {
        Sid      = statement.sid
        Effect   = "Allow"
        Action   = statement.actions
        Resource = statement.resources
      }
    ]
  })
}

# X-Ray knows no resources: whoever may write traces may write all of them.
data "aws_iam_policy_document" "tracing" {
  statement {
    sid       = "Trace"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "tracing" {
  for_each = var.functions
  name     = "tracing"
  role     = aws_iam_role.function[each.key].id
  policy   = data.aws_iam_policy_document.tracing.json
}

resource "aws_cloudwatch_log_group" "function" {
  for_each          = var.functions
  name              = "/aws/lambda/${each.value.name}"
  retention_in_days = var.log_days
}

resource "aws_lambda_function" "function" {
  for_each         = var.functions
  function_name    = each.value.name
  description      = "${each.key} of the data pipeline"
  role             = aws_iam_role.function[each.key].arn
  runtime          = var.code.runtime
  architectures    = [var.code.architecture]
  handler          = "main.handler"
  filename         = "${var.code.folder}/${each.key}.zip"
  source_code_hash = filebase64sha256("${var.code.folder}/${each.key}.zip")
  memory_size      = each.value.memory
  timeout          = each.value.timeout

  reserved_concurrent_executions = coalesce(each.value.concurrency, -1)

  environment {
    variables = merge(var.settings.all, lookup(var.settings, each.key, {}))
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function, aws_iam_role_policy.tracing]
}

resource "aws_lambda_event_source_mapping" "pages" {
  event_source_arn        = var.arns.page_queue
  function_name           = aws_lambda_function.function["processing"].function_name
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.page_concurrency
  }
}

# A request is a whole run: one at a time for each invocation.
resource "aws_lambda_event_source_mapping" "requests" {
  event_source_arn        = var.arns.request_queue
  function_name           = aws_lambda_function.function["ingestion"].function_name
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 2
  }
}

# The next minute brings the next event: an old one has nothing to say.
resource "aws_lambda_function_event_invoke_config" "ingestion" {
  function_name                = aws_lambda_function.function["ingestion"].function_name
  maximum_event_age_in_seconds = 120
  maximum_retry_attempts       = 0
}

locals {
  schedule_name = "${var.functions["ingestion"].name}-schedule"
}

resource "aws_sqs_queue" "schedule_dead" {
  name                      = "${local.schedule_name}-dead"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

data "aws_iam_policy_document" "schedule" {
  statement {
    sid       = "Start"
    actions   = ["lambda:InvokeFunction"]
    resources = ["arn:aws:lambda:${var.region}:${var.account_id}:function:${var.functions["ingestion"].name}"]
  }

  statement {
    sid       = "GiveUp"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:${var.region}:${var.account_id}:${local.schedule_name}-dead"]
  }
}

resource "aws_iam_role" "schedule" {
  name               = "${local.schedule_name}-${var.region}"
  description        = "Starts ingestion by schedule"
  assume_role_policy = data.aws_iam_policy_document.scheduler.json
}

resource "aws_iam_role_policy" "schedule" {
  name   = "permissions"
  role   = aws_iam_role.schedule.id
  policy = data.aws_iam_policy_document.schedule.json
}

resource "aws_scheduler_schedule" "ingestion" {
  name                = local.schedule_name
  description         = "Lets ingestion make the runs that are due"
  schedule_expression = var.schedule

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.function["ingestion"].arn
    role_arn = aws_iam_role.schedule.arn
    input    = jsonencode({ schedule = {} })

    dead_letter_config {
      arn = aws_sqs_queue.schedule_dead.arn
    }

    retry_policy {
      maximum_event_age_in_seconds = 60
      maximum_retry_attempts       = 2
    }
  }

  depends_on = [aws_iam_role_policy.schedule]
}
