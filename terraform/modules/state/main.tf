# Locks are objects beside the states (`use_lockfile`): locking by a DynamoDB table is deprecated.
resource "aws_s3_bucket" "state" {
  bucket = var.bucket_name

  lifecycle {
    prevent_destroy = true
  }
}

module "state" {
  source = "../private-bucket"
  bucket = aws_s3_bucket.state.bucket
}

# Each lock leaves a version and a delete marker: both go, and states older than three months but the last ten.
resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "old"
    status = "Enabled"

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days           = 90
      newer_noncurrent_versions = 10
    }

    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [module.state]
}
