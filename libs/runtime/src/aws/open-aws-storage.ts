import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { AwsConfig } from '@twl/platform/without-nest';
import { StandInSecrets, requireValue, type Clock, type SecretStore } from '@twl/ports';
import { awsSecrets, createResources, openAwsEngine, type AwsEngine } from '@twl/storage-aws';
import { openLocalSecrets } from '../open-sources';
import type { RuntimeOptions } from '../runtime';
import type { Storage } from '../storage';
import { UsageLog } from './usage-log';

/** Opens the AWS engine with the configured resources; creates missing ones if the settings allow it. */
export const openAwsStorage = async (options: RuntimeOptions, clock: Clock): Promise<Storage> => {
  const { config, log } = options;
  const aws = requireValue(config.aws, 'setting for AWS');
  const { region, credentials, endpoint, endpoints, table, bucket, pageQueue, requestQueue, maxReceives } = aws;
  const access = { region, credentials, endpoint, endpoints };
  const names = { table, bucket, pageQueue, requestQueue };
  if (aws.isCreating) await createResources({ access, maxReceives, ...names });
  const engine = await openAwsEngine({ access, clock, log, maxReceives, ...names });
  const secrets = await openSecrets(aws, { engine, clock, options });
  return {
    engine,
    aws: engine,
    secrets,
    vault: engine.objects.tokens,
    memory: engine.objects.memory,
    ...(aws.sourcesFrom === 'bucket' && { sourceSets: engine.sourceSets }),
    log: new UsageLog(log, engine.clients.meter),
    owner: `${hostname()}:${process.pid}:${randomUUID()}`,
    cursorKey: async () => aws.cursorKey ?? Buffer.from(await engine.objects.keys.loadOrMake('cursor key', newKey), 'hex'),
  };
};

const newKey = (): string => randomBytes(32).toString('hex');

/** A process that calls no sources gets placeholder secrets, so it needs no permission to read real ones. */
const openSecrets = async (
  { secrets: { service, prefix } }: AwsConfig,
  { engine, clock, options }: { engine: AwsEngine; clock: Clock; options: RuntimeOptions },
): Promise<SecretStore> => {
  if (!options.fetches) return new StandInSecrets();
  return service === 'env' ? (await openLocalSecrets(options)).secrets : awsSecrets(engine.clients, clock, { service, prefix });
};
