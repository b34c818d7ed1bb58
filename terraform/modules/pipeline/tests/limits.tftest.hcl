# What the modules refuse, without an account: `terraform test` in modules/pipeline.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

run "a_visibility_of_a_minute" {
  command = plan

  module {
    source = "../messaging"
  }

  variables {
    page_queue    = { name = "pages", visibility = 60 }
    request_queue = { name = "requests", visibility = 1800 }
    max_receives  = 5
  }

  expect_failures = [var.page_queue]
}

run "a_message_that_is_delivered_once" {
  command = plan

  module {
    source = "../messaging"
  }

  variables {
    page_queue    = { name = "pages", visibility = 720 }
    request_queue = { name = "requests", visibility = 1800 }
    max_receives  = 1
  }

  expect_failures = [var.max_receives]
}

run "pages_that_are_removed_before_they_are_archived" {
  command = plan

  module {
    source = "../storage"
  }

  variables {
    bucket_name    = "raw-data"
    table_name     = "curated"
    raw_days       = { infrequent = 30, archive = 90, expire = 60 }
    max_throughput = { read = 1000, write = 1000 }
    is_protected   = false
  }

  expect_failures = [var.raw_days]
}

run "tokens_of_anybody" {
  command = plan

  module {
    source = "../api"
  }

  variables {
    name           = "api"
    function       = { name = "api", invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/none" }
    jwt            = { issuer = "https://issuer.example.com", audience = [] }
    is_read_openly = false
    throttle       = { rate = 10, burst = 10 }
    log_days       = 30
    cors_origins   = ["*"]
  }

  expect_failures = [var.jwt, var.cors_origins]
}

run "a_certificate_that_cloudfront_does_not_take" {
  command = plan

  module {
    source = "../frontend"
  }

  variables {
    name         = "dashboard"
    bucket_name  = "dashboard"
    api_host     = "api.example.com"
    answers_host = "raw.example.com"
    domain       = { name = "twl.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/none", zone_id = "Z1" }
  }

  expect_failures = [var.domain]
}

run "a_repository_with_a_wildcard" {
  command = plan

  module {
    source = "../github"
  }

  variables {
    repository       = { owner = "acme", owner_id = 1, name = "*", id = 2 }
    environments     = ["dev"]
    account_id       = "123456789012"
    project          = "twl-pipeline"
    state_bucket_arn = "arn:aws:s3:::states"
  }

  expect_failures = [var.repository]
}

run "an_address_of_ones_own" {
  command = apply

  module {
    source = "../frontend"
  }

  variables {
    name         = "dashboard"
    bucket_name  = "dashboard"
    api_host     = "api.example.com"
    answers_host = "raw.example.com"
    domain       = { name = "twl.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/none", zone_id = "Z1" }
  }

  override_resource {
    target = aws_cloudfront_function.page
    values = { arn = "arn:aws:cloudfront::123456789012:function/page" }
  }

  assert {
    condition     = output.url == "https://twl.example.com" && length(aws_route53_record.domain) == 2
    error_message = "The dashboard has its own address, by IPv4 and IPv6."
  }
}

run "an_api_with_an_address_of_its_own" {
  command = apply

  module {
    source = "../api"
  }

  variables {
    name           = "api"
    function       = { name = "api", invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/none" }
    jwt            = { issuer = "https://issuer.example.com", audience = ["twl"] }
    is_read_openly = false
    throttle       = { rate = 10, burst = 10 }
    log_days       = 30
    domain         = { name = "api.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/none", zone_id = "Z1" }
  }

  override_resource {
    target = aws_cloudwatch_log_group.access
    values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:access" }
  }

  override_resource {
    target = aws_apigatewayv2_api.api
    values = { execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:none", api_endpoint = "https://none.example.com" }
  }

  assert {
    condition     = output.url == "https://api.example.com/api"
    error_message = "The address ends in /api."
  }

  assert {
    condition     = aws_apigatewayv2_route.route["GET /api/{proxy+}"].authorization_type == "JWT"
    error_message = "Nobody reads without a token."
  }
}

run "a_schedule_of_five_fields" {
  command = plan

  module {
    source = "../compute"
  }

  variables {
    functions = {
      ingestion  = { name = "ingestion", memory = 1024, timeout = 300 }
      processing = { name = "processing", memory = 1024, timeout = 120 }
      api        = { name = "api", memory = 1024, timeout = 29 }
    }
    code       = { folder = "./tests/zips", runtime = "nodejs22.x" }
    account_id = "123456789012"
    region     = "eu-central-1"
    arns = {
      table              = "arn:aws:dynamodb:eu-central-1:123456789012:table/curated"
      bucket             = "arn:aws:s3:::raw-data"
      page_queue         = "arn:aws:sqs:eu-central-1:123456789012:pages"
      page_dead_queue    = "arn:aws:sqs:eu-central-1:123456789012:pages-dead"
      request_queue      = "arn:aws:sqs:eu-central-1:123456789012:requests"
      request_dead_queue = "arn:aws:sqs:eu-central-1:123456789012:requests-dead"
      secrets            = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:/twl/"
      parameters         = "arn:aws:ssm:eu-central-1:123456789012:parameter/twl/"
    }
    choices          = ["everything"]
    settings         = { all = { AWS_REGION = "eu-central-1" }, ingestion = {} }
    page_concurrency = 1
    log_days         = 2
    schedule         = "cron(* * * * *)"
  }

  expect_failures = [var.schedule, var.choices, var.settings, var.page_concurrency, var.log_days]
}
