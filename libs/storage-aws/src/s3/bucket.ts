import { CreateBucketCommand, PutPublicAccessBlockCommand, type BucketLocationConstraint, type S3Client } from '@aws-sdk/client-s3';

const isThere = ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'];

/** Makes the bucket for raw pages, closed to the public, unless it is there. */
export const createBucket = async (client: S3Client, bucket: string): Promise<void> => {
  const region = await client.config.region();
  // The oldest region is the one that must not be named.
  const where = region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...where }));
  } catch (error) {
    if (!isThere.includes((error as Error).name)) throw error;
    return;
  }
  const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  await client.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: closed }));
};
