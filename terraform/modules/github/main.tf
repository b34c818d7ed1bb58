locals {
  issuer = "token.actions.githubusercontent.com"

  # Repositories made, renamed or moved since July 2026 are named with their numbers, others without.
  subjects = [
    "repo:${var.repository.owner}/${var.repository.name}",
    "repo:${var.repository.owner}@${var.repository.owner_id}/${var.repository.name}@${var.repository.id}",
  ]

  # Plans are made for pull requests, and each night on the main branch.
  planners = [for pair in setproduct(local.subjects, ["pull_request", "ref:refs/heads/main"]) : join(":", pair)]
  roles = merge(
    { plan = local.planners },
    { for name in var.environments : "apply-${name}" => [for subject in local.subjects : "${subject}:environment:${name}"] },
  )
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "trust" {
  #checkov:skip=CKV_AWS_358:It cannot see the subjects, which are whole and without wildcards; a test holds them to that.
  for_each = local.roles

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::${var.account_id}:oidc-provider/${local.issuer}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = each.value
    }
  }
}

resource "aws_iam_role" "github" {
  for_each             = local.roles
  name                 = "${var.project}-github-${each.key}"
  description          = "GitHub Actions of ${var.repository.owner}/${var.repository.name}: ${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  max_session_duration = 3600
  depends_on           = [aws_iam_openid_connect_provider.github]
}

# Who plans sees how everything is set up, and nothing of what is in it, but for the states.
resource "aws_iam_role_policy_attachment" "plan" {
  role       = aws_iam_role.github["plan"].name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

data "aws_iam_policy_document" "plan" {
  statement {
    sid    = "NoData"
    effect = "Deny"
    actions = [
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:GetRecords",
      "dynamodb:PartiQLSelect",
      "dynamodb:Query",
      "dynamodb:Scan",
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "logs:GetQueryResults",
      "logs:StartQuery",
      "secretsmanager:GetSecretValue",
      "sqs:ReceiveMessage",
      "ssm:GetParameter",
      "ssm:GetParameters",
      "ssm:GetParametersByPath",
    ]
    resources = ["*"]
  }

  statement {
    sid           = "NoObjects"
    effect        = "Deny"
    actions       = ["s3:GetObject", "s3:GetObjectVersion"]
    not_resources = ["${var.state_bucket_arn}/*"]
  }
}

resource "aws_iam_role_policy" "plan" {
  name   = "no-data"
  role   = aws_iam_role.github["plan"].id
  policy = data.aws_iam_policy_document.plan.json
}

# Who applies changes what is named for the environment. What has no name but an id of AWS cannot be told apart.
data "aws_iam_policy_document" "apply" {
  #checkov:skip=CKV_AWS_356:APIs, distributions and user pools have ids of AWS in place of names.
  #checkov:skip=CKV_AWS_111:The same.
  #checkov:skip=CKV_AWS_109:Who applies makes the roles of this environment, by their names.
  #checkov:skip=CKV_AWS_107:Who applies sets up clients of user pools; they have no secrets.
  for_each = var.environments

  statement {
    sid     = "State"
    actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = [
      "${var.state_bucket_arn}/${each.key}.tfstate",
      "${var.state_bucket_arn}/${each.key}.tfstate.tflock",
    ]
  }

  statement {
    sid       = "ListStates"
    actions   = ["s3:ListBucket"]
    resources = [var.state_bucket_arn]
  }

  statement {
    sid     = "Named"
    actions = ["budgets:*", "dynamodb:*", "iam:*Role*", "lambda:*", "logs:*", "s3:*", "scheduler:*", "sns:*", "sqs:*"]
    resources = [
      "arn:aws:budgets::${var.account_id}:budget/${var.project}-${each.key}",
      "arn:aws:dynamodb:*:${var.account_id}:table/${var.project}-*-${each.key}",
      "arn:aws:dynamodb:*:${var.account_id}:table/${var.project}-*-${each.key}/*",
      "arn:aws:iam::${var.account_id}:role/${var.project}-*-${each.key}-*",
      "arn:aws:lambda:*:${var.account_id}:function:${var.project}-*-${each.key}",
      "arn:aws:logs:*:${var.account_id}:log-group:/aws/lambda/${var.project}-*-${each.key}*",
      "arn:aws:logs:*:${var.account_id}:log-group:/aws/apigateway/${var.project}-${each.key}*",
      "arn:aws:s3:::${var.project}-*-${each.key}*",
      "arn:aws:scheduler:*:${var.account_id}:schedule/default/${var.project}-*-${each.key}-*",
      "arn:aws:sns:*:${var.account_id}:${var.project}-${each.key}-*",
      "arn:aws:sqs:*:${var.account_id}:${var.project}-*-${each.key}*",
    ]
  }

  statement {
    sid = "Unnamed"
    actions = [
      "acm:DescribeCertificate",
      "apigateway:*",
      "cloudfront:*",
      "cloudwatch:*",
      "cognito-idp:*",
      "lambda:*EventSourceMapping*",
      "lambda:ListTags",
      "lambda:TagResource",
      "lambda:UntagResource",
      "logs:*LogDelivery*",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:PutResourcePolicy",
      "route53:ChangeResourceRecordSets",
      "route53:GetChange",
      "route53:GetHostedZone",
      "route53:ListResourceRecordSets",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "apply" {
  for_each = var.environments
  name     = "apply"
  role     = aws_iam_role.github["apply-${each.key}"].id
  policy   = data.aws_iam_policy_document.apply[each.key].json
}
