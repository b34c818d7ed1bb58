import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutPublicAccessBlockCommand,
  type BucketLocationConstraint,
  type S3Client,
} from '@aws-sdk/client-s3';
import { historyDays } from '@twl/ports';

const isThere = ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'];

/** Prefix of large responses. */
export const responsesPrefix = 'answers/';

/** Prefix of the history of runs. */
export const historyPrefix = 'history/';

/** Configuration of the bucket; Terraform must agree with it. */
export const bucketDescription = {
  closed: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
  /** Large responses expire after a day, as do unfinished multipart uploads; the history of a run after a month. */
  lifecycle: [
    { ID: 'answers', Status: 'Enabled' as const, Filter: { Prefix: responsesPrefix }, Expiration: { Days: 1 } },
    { ID: 'history', Status: 'Enabled' as const, Filter: { Prefix: historyPrefix }, Expiration: { Days: historyDays } },
    { ID: 'uploads', Status: 'Enabled' as const, Filter: { Prefix: '' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
  ],
  /** A page that was redirected to a large response may read it: the response needs a signed address. */
  cors: [{ AllowedMethods: ['GET', 'HEAD'], AllowedOrigins: ['*'], MaxAgeSeconds: 3600 }],
};

/** Makes the bucket for raw pages, closed to the public, unless it exists. */
export const createBucket = async (client: S3Client, Bucket: string): Promise<void> => {
  const region = await client.config.region();
  // The oldest region must not be named.
  const where = region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  try {
    await client.send(new CreateBucketCommand({ Bucket, ...where }));
  } catch (error) {
    if (!isThere.includes((error as Error).name)) throw error;
    return;
  }
  const { closed, lifecycle, cors } = bucketDescription;
  await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }));
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: lifecycle } }));
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: cors } }));
};
