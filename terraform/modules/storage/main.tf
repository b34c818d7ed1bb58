resource "aws_s3_bucket" "raw" {
  bucket        = var.bucket_name
  force_destroy = !var.is_protected
}

module "raw" {
  source = "../private-bucket"
  bucket = aws_s3_bucket.raw.bucket
}

resource "aws_s3_bucket_lifecycle_configuration" "raw" {
  bucket = aws_s3_bucket.raw.id

  rule {
    id     = "answers"
    status = "Enabled"

    filter {
      prefix = "answers/"
    }

    expiration {
      days = 1
    }
  }

  rule {
    id     = "history"
    status = "Enabled"

    filter {
      prefix = "history/"
    }

    expiration {
      days = 30
    }
  }

  rule {
    id     = "uploads"
    status = "Enabled"

    filter {
      prefix = ""
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  rule {
    id     = "raw"
    status = "Enabled"

    filter {
      prefix = "raw/"
    }

    transition {
      days          = var.raw_days.infrequent
      storage_class = "STANDARD_IA"
    }

    transition {
      days          = var.raw_days.archive
      storage_class = "GLACIER_IR"
    }

    dynamic "expiration" {
      for_each = var.raw_days.expire[*]

      content {
        days = expiration.value
      }
    }
  }

  # What was removed or written over can be brought back for a month.
  rule {
    id     = "noncurrent"
    status = "Enabled"

    filter {
      prefix = ""
    }

    expiration {
      expired_object_delete_marker = true
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  depends_on = [module.raw]
}

# A page that was led to a large answer may read it: it has a signed address, or gets nothing.
resource "aws_s3_bucket_cors_configuration" "raw" {
  bucket = aws_s3_bucket.raw.id

  cors_rule {
    allowed_methods = ["GET", "HEAD"]
    allowed_origins = ["*"]
    max_age_seconds = 3600
  }
}

resource "aws_dynamodb_table" "curated" {
  name                        = var.table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.is_protected

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  on_demand_throughput {
    max_read_request_units  = var.max_throughput.read
    max_write_request_units = var.max_throughput.write
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = false
  }
}
