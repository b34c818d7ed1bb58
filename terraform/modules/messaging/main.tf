locals {
  queues    = { pages = var.page_queue, requests = var.request_queue }
  retention = 14 * 24 * 3600
}

# A dead-letter queue is named like its queue with `-dead` at the end: the product finds it so.
resource "aws_sqs_queue" "dead" {
  for_each                  = local.queues
  name                      = "${each.value.name}-dead"
  message_retention_seconds = local.retention
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "main" {
  for_each                   = local.queues
  name                       = each.value.name
  visibility_timeout_seconds = each.value.visibility
  message_retention_seconds  = local.retention
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_redrive_policy" "main" {
  for_each  = local.queues
  queue_url = aws_sqs_queue.main[each.key].id

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[each.key].arn
    maxReceiveCount     = var.max_receives
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  for_each  = local.queues
  queue_url = aws_sqs_queue.dead[each.key].id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.main[each.key].arn]
  })
}

data "aws_iam_policy_document" "tls_only" {
  for_each = merge(
    { for key, queue in aws_sqs_queue.main : key => queue.arn },
    { for key, queue in aws_sqs_queue.dead : "${key}-dead" => queue.arn },
  )

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "main" {
  for_each  = local.queues
  queue_url = aws_sqs_queue.main[each.key].id
  policy    = data.aws_iam_policy_document.tls_only[each.key].json
}

resource "aws_sqs_queue_policy" "dead" {
  for_each  = local.queues
  queue_url = aws_sqs_queue.dead[each.key].id
  policy    = data.aws_iam_policy_document.tls_only["${each.key}-dead"].json
}
