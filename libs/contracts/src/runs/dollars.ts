import type { Usage } from './usage';

/** Prices of requests in dollars, in us-east-1, on demand, as published on the date. */
export const requestPrices = {
  date: '2026-01-15',
  dynamoReadUnit: 0.125e-6,
  dynamoWriteUnit: 0.625e-6,
  s3Write: 5e-6,
  s3Read: 0.4e-6,
  sqsRequest: 0.4e-6,
} as const;

const s3Writes = ['PutObject', 'ListObjectsV2', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'];

/** Converts a usage to dollars; without storage, transfer and the time of functions. */
export const dollarsOf = ({ requests, readUnits, writeUnits }: Pick<Usage, 'requests' | 'readUnits' | 'writeUnits'>): number => {
  let sum = readUnits * requestPrices.dynamoReadUnit + writeUnits * requestPrices.dynamoWriteUnit;
  for (const [kind, count] of Object.entries(requests)) {
    const [service, operation = ''] = kind.split('.');
    if (service === 'SQS') sum += count * requestPrices.sqsRequest;
    if (service === 'S3') sum += count * (s3Writes.includes(operation) ? requestPrices.s3Write : requestPrices.s3Read);
  }
  return sum;
};
