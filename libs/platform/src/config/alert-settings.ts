import { readFile } from 'node:fs/promises';
import { alertSettingsSchema, type AlertSettings } from '@twl/contracts';
import { errorText } from '@twl/json';
import type { Config } from './config';
import { ConfigError } from './config-error';

/** Reads the settings of alerts: a file of YAML or JSON, or the text of one; without either the defaults. @throws ConfigError with all problems */
export const readAlertSettings = async ({ alertsFile, alerts }: Pick<Config, 'alertsFile' | 'alerts'>): Promise<AlertSettings> => {
  const name = alertsFile ?? 'ALERTS';
  const parsed = alertSettingsSchema.safeParse((await parseSettings(name, alertsFile, alerts)) ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${name}: ${[...path, message].join(path.length > 0 ? ': ' : '')}`));
};

const parseSettings = async (name: string, file: string | undefined, inline: string | undefined): Promise<unknown> => {
  if (file === undefined && inline === undefined) return undefined;
  try {
    const text = file === undefined ? inline : await readFile(file, 'utf8');
    // Loaded on demand: most processes have no such settings.
    const { parse } = await import('yaml');
    return parse(text ?? '', { version: '1.1' }) as unknown;
  } catch (error) {
    throw new ConfigError([`${name}: ${errorText(error)}`]);
  }
};
