# Environments that were applied before `private-bucket` was a module of its own go on with what they have.
moved {
  from = aws_s3_bucket_public_access_block.raw
  to   = module.raw.aws_s3_bucket_public_access_block.bucket
}

moved {
  from = aws_s3_bucket_ownership_controls.raw
  to   = module.raw.aws_s3_bucket_ownership_controls.bucket
}

moved {
  from = aws_s3_bucket_versioning.raw
  to   = module.raw.aws_s3_bucket_versioning.bucket
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.raw
  to   = module.raw.aws_s3_bucket_server_side_encryption_configuration.bucket
}

moved {
  from = aws_s3_bucket_policy.raw
  to   = module.raw.aws_s3_bucket_policy.bucket
}
