import type { Usage } from '@twl/storage-aws';

/** Dollars in us-east-1, on demand, as published on 2026-01-15. Storage and transfer are not in it. */
export const prices = {
  date: '2026-01-15',
  dynamoReadUnit: 0.125e-6,
  dynamoWriteUnit: 0.625e-6,
  s3Write: 5e-6,
  s3Read: 0.4e-6,
  sqsRequest: 0.4e-6,
  /** On arm64. */
  lambdaGbSecond: 13.3334e-6,
  lambdaRequest: 0.2e-6,
  /** A month, for each metric that an alarm looks at. */
  alarm: 0.1,
  /** Metrics that the alarms of terraform/modules/observability look at. */
  alarms: 25,
  /** The composite alarm over them. */
  compositeAlarm: 0.5,
} as const;

const s3Writes = ['PutObject', 'ListObjectsV2', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'];

/** What was asked for, in dollars. */
export const dollarsOf = ({ requests, readUnits, writeUnits }: Usage): number => {
  let sum = readUnits * prices.dynamoReadUnit + writeUnits * prices.dynamoWriteUnit;
  for (const [kind, count] of Object.entries(requests)) {
    const [service, operation = ''] = kind.split('.');
    if (service === 'SQS') sum += count * prices.sqsRequest;
    if (service === 'S3') sum += count * (s3Writes.includes(operation) ? prices.s3Write : prices.s3Read);
  }
  return sum;
};
