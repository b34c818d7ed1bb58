import { bucketDescription, tableDescription } from '@twl/storage-aws/testing';
import type { Resource, Snapshot } from '../terraform/snapshot';
import { block, json, wrongOnes, type Rule } from './rule';

/** Of a bucket, what goes with it: beside it under its name, or in the module that is named for it. */
const partOf = (all: Snapshot, bucket: Resource, type: string): Resource | undefined => {
  const module = bucket.address.slice(0, bucket.address.lastIndexOf('aws_s3_bucket.'));
  const places = [`${module}${type}.${bucket.name}`, `${module}module.${bucket.name}.${type}.bucket`];
  return all.of(type).find(({ address }) => places.includes(address));
};

const parts = {
  closed: 'aws_s3_bucket_public_access_block',
  encrypted: 'aws_s3_bucket_server_side_encryption_configuration',
  versioned: 'aws_s3_bucket_versioning',
  owned: 'aws_s3_bucket_ownership_controls',
  policy: 'aws_s3_bucket_policy',
  lifecycle: 'aws_s3_bucket_lifecycle_configuration',
};

const isClosed = (closed: Resource | undefined): boolean =>
  ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every(
    (name) => closed?.values[name] === true,
  );

const isTlsOnly = (policy: Resource | undefined): boolean => {
  if (!policy || policy.unknown.has('policy')) return policy !== undefined;
  const { Statement } = json<{ Statement: { Effect: string; Condition?: { Bool?: Record<string, string> } }[] }>(policy, 'policy')!;
  return Statement.some(({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false');
};

const isEncrypted = (encrypted: Resource | undefined): boolean =>
  block(block(encrypted?.values ?? {}, 'rule'), 'apply_server_side_encryption_by_default')['sse_algorithm'] === 'AES256';

const isVersioned = (versioned: Resource | undefined): boolean =>
  block(versioned?.values ?? {}, 'versioning_configuration')['status'] === 'Enabled';

interface LifecycleRule {
  id: string;
  status: string;
  filter: { prefix: string }[];
  expiration: { days: number }[];
  abort_incomplete_multipart_upload: { days_after_initiation: number }[];
}

const rulesOf = (all: Snapshot, bucket: Resource): LifecycleRule[] =>
  (partOf(all, bucket, parts.lifecycle)?.values['rule'] ?? []) as LifecycleRule[];

/** A rule of the bucket that the product makes itself, in Terraform's words. */
const sameRule = (rules: LifecycleRule[], wanted: (typeof bucketDescription.lifecycle)[number]): boolean =>
  rules.some(
    ({ id, status, filter, expiration, abort_incomplete_multipart_upload: uploads }) =>
      id === wanted.ID &&
      status === wanted.Status &&
      filter[0]?.prefix === wanted.Filter.Prefix &&
      expiration[0]?.days === wanted.Expiration?.Days &&
      uploads[0]?.days_after_initiation === wanted.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
  );

/** What every bucket is, of an environment or of the account. */
export const bucketRule: Rule = {
  name: 'every bucket is closed to the public, encrypted, versioned, reached by TLS alone, and ends uploads that nobody ended',
  check: (all) =>
    all.of('aws_s3_bucket').flatMap((bucket) => {
      const part = (type: string) => partOf(all, bucket, type);
      const right = [
        isClosed(part(parts.closed)) || 'is open to the public',
        isEncrypted(part(parts.encrypted)) || 'is not encrypted',
        isTlsOnly(part(parts.policy)) || 'answers without TLS',
        isVersioned(part(parts.versioned)) || 'has no versions',
        part(parts.owned) !== undefined || 'takes access lists',
        rulesOf(all, bucket).some(({ abort_incomplete_multipart_upload: uploads }) => uploads.length > 0) || 'keeps uploads in parts',
      ];
      return right.filter((said) => said !== true).map((said) => `${bucket.address} ${String(said)}`);
    }),
};

export const storageRules: Rule[] = [
  bucketRule,
  {
    name: 'the raw bucket does what the product asks of a bucket that it makes itself',
    check: (all) => {
      const raw = all.of('aws_s3_bucket').filter(({ name }) => name === 'raw');
      return wrongOnes(raw, (bucket) => {
        const missing = bucketDescription.lifecycle.filter((rule) => !sameRule(rulesOf(all, bucket), rule));
        if (missing.length > 0) return `has not the rules ${missing.map(({ ID }) => ID).join(', ')}`;
        const [cors] = (partOf(all, bucket, 'aws_s3_bucket_cors_configuration')?.values['cors_rule'] ?? []) as Record<string, unknown>[];
        const [wanted] = bucketDescription.cors;
        const same = JSON.stringify([cors?.['allowed_methods'], cors?.['allowed_origins'], cors?.['max_age_seconds']]);
        return same !== JSON.stringify([wanted?.AllowedMethods, wanted?.AllowedOrigins, wanted?.MaxAgeSeconds]) && `has the CORS ${same}`;
      });
    },
  },
  {
    name: 'the table is the one that the product makes itself, and can be brought back',
    check: (all) => {
      const { values, address } = all.one('aws_dynamodb_table');
      const { billingMode, hashKey, rangeKey, indexes, timeToLive, pointInTimeRecovery } = tableDescription;
      const found = {
        billingMode: values['billing_mode'],
        keys: [values['hash_key'], values['range_key']],
        attributes: (values['attribute'] as { name: string; type: string }[]).map(({ name, type }) => `${name}:${type}`).sort(),
        indexes: [
          ...((values['global_secondary_index'] as unknown[] | undefined) ?? []),
          ...((values['local_secondary_index'] as unknown[] | undefined) ?? []),
        ],
        timeToLive: block(values, 'ttl')['enabled'] === true && block(values, 'ttl')['attribute_name'],
        recovery: block(values, 'point_in_time_recovery')['enabled'],
        bounded: Number(block(values, 'on_demand_throughput')['max_write_request_units']) > 0,
      };
      const keys = [hashKey, rangeKey];
      const right = {
        billingMode,
        keys: keys.map(({ name }) => name),
        attributes: keys.map(({ name, type }) => `${name}:${type}`).sort(),
        indexes: [...indexes],
        timeToLive,
        recovery: pointInTimeRecovery,
        bounded: true,
      };
      return JSON.stringify(found) === JSON.stringify(right) ? [] : [`${address} is ${JSON.stringify(found)}`];
    },
  },
];
