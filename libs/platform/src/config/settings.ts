import { resolve } from 'node:path';
import { roleSchema } from '@twl/contracts';
import * as z from 'zod';
import { oneOf } from './one-of';
import { pathKind } from './path-kind';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const port = z.string().transform((text, context) => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  context.addIssue(`must be a whole number from 0 to 65535, not ${JSON.stringify(text)}`);
  return z.NEVER;
});

const host = z.string().regex(/^[\w.:%-]+$/, { error: ({ input }) => `must be a host name or an address, not ${JSON.stringify(input)}` });

/** Host names with or without a port, without scheme and path. */
const hostNames = z.string().transform((text, context) => {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const wrong = names.find((name) => !/^[\w.-]+(:\d{1,5})?$/.test(name));
  if (wrong === undefined) return names;
  context.addIssue(`must be host names separated by commas, such as twl.example.com; ${JSON.stringify(wrong)} is not a host name`);
  return z.NEVER;
});

/** Schema of the settings in the environment. Relative paths are resolved against `cwd`; required folders must exist. */
export const settingsSchema = (cwd: string) => {
  const path = z.string().transform((value) => resolve(cwd, value));
  const file = path.refine((value) => pathKind(value) === 'file', { error: ({ input }) => `there is no file ${String(input)}` });
  const isFolder = (value: string): boolean => pathKind(value) === 'folder';
  return z.object({
    PORT: port.prefault('3000'),
    HOST: host.default('127.0.0.1'),
    ALLOWED_HOSTS: hostNames.prefault(''),
    DATA_DIR: path
      .refine((value) => ['folder', 'nothing'].includes(pathKind(value)), { error: ({ input }) => `${String(input)} is not a folder` })
      .prefault('.data'),
    SOURCES_DIR: path.refine(isFolder, { error: ({ input }) => `there is no folder ${String(input)}` }).prefault('sources'),
    DASHBOARD_DIR: path.refine(isFolder, { error: ({ input }) => `there is no folder ${String(input)}` }).optional(),
    SIMULATOR: oneOf(['on', 'off']).prefault('on'),
    SIMULATOR_PORT: port.optional(),
    METRICS_PORT: port.optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({ protocol: /^https?$/, error: ({ input }) => `must be a URL such as http://localhost:4318, not ${JSON.stringify(input)}` })
      .optional(),
    OTEL_SERVICE_NAME: z.string().default('twl'),
    ENGINE: oneOf(['local', 'aws']).prefault('local'),
    ANONYMOUS_ROLE: oneOf(['none', ...roleSchema.options]).optional(),
    READ_ONLY: oneOf(['on', 'off']).prefault('off'),
    LOG_LEVEL: oneOf(levels).prefault('info'),
    CUSTOM_COMPONENTS: oneOf(['on', 'off']).prefault('off'),
    FINGERPRINT_ALGORITHM: oneOf(['md5', 'sha256']).prefault('md5'),
    TWL_SECRETS_FILE: file.optional(),
    ALERTS_FILE: file.optional(),
    ALERTS: z.string().optional(),
  });
};

export type Settings = z.infer<ReturnType<typeof settingsSchema>>;
