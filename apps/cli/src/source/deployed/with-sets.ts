import type { Command } from 'commander';
import { readConfig, type Config } from '@twl/platform/without-nest';
import type { OpenedSourceSets } from '@twl/runtime';
import { requireValue } from '@twl/ports';
import { UsageError } from '../../output/report-failure';

/** Where sources are deployed. */
export interface BucketOptions {
  bucket?: string;
  endpoint?: string;
}

/** Adds the options to a command. */
export const withBucketOptions = (command: Command): Command =>
  command
    .option('--bucket <name>', 'the raw bucket of the deployment; default RAW_BUCKET')
    .option('--endpoint <url>', 'where S3 answers, if not AWS: an emulator; default AWS_ENDPOINT_URL');

/** Runs a command with the deployed sources of a bucket open, and closes them. */
export const withSets = async (
  { bucket, endpoint }: BucketOptions,
  command: (opened: OpenedSourceSets, config: Config & { bucket: string }) => Promise<void>,
): Promise<void> => {
  const given = { ...(bucket !== undefined && { RAW_BUCKET: bucket }), ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }) };
  const config = readConfig({ ...process.env, ENGINE: 'aws', ...given });
  const { openSourceSets } = await import('../../lazy/runtime');
  const aws = requireValue(config.aws, 'setting for AWS');
  const opened = await openSourceSets(aws);
  try {
    await command(opened, { ...config, bucket: aws.bucket });
  } finally {
    opened.close();
  }
};

/** The one kept set whose digest begins so. @throws UsageError */
export const findStoredSet = async ({ sets }: OpenedSourceSets, begin: string): Promise<string> => {
  const found = (await sets.list()).filter(({ digest }) => digest.startsWith(begin));
  const [first, ...others] = found;
  if (first && others.length === 0) return first.digest;
  throw new UsageError(
    `${found.length === 0 ? 'no set' : `${found.length} sets`} of sources ${begin}…: \`twl sources deployed\` lists them`,
  );
};

/** A digest as a person reads it. */
export const short = (digest: string): string => digest.slice(0, 12);
