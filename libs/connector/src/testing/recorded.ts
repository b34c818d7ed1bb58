import { join } from 'node:path';
import type { CaseResult } from '../conformance/case-result';
import { testSource } from '../conformance/test-source';
import { recordStream } from '../recording/record-stream';
import { writeRecording } from '../recording/write-recording';
import type { ScriptedHttp } from './scripted-http';
import { MapSecrets, QuickClock, SilentLog } from './source-folder';

/** How a test records. */
export interface RecordChoices {
  stream?: string;
  maxPages?: number;
  secrets?: Record<string, string>;
  simulatorUrl?: string;
}

/** Records a stream into a kept folder; returns the folder of its fixtures. */
export const recordFolder = async (
  folder: string,
  http: ScriptedHttp,
  { stream = 'items', maxPages = 5, secrets = {}, simulatorUrl }: RecordChoices = {},
): Promise<string> => {
  const dependencies = { http, clock: new QuickClock(), log: new SilentLog(), secrets: new MapSecrets(secrets), simulatorUrl };
  return writeRecording(join(folder, 'fixtures'), await recordStream(folder, { stream, maxPages, dependencies }));
};

/** Returns the results of a test of the folder: `case state: why`, one line per case. */
export const verdictsOf = async (folder: string): Promise<string[]> => lines(await testSource(folder));

const lines = (results: CaseResult[]): string[] => results.map(({ name, state, why }) => `${name} ${state}: ${why}`);

/** Returns the states of a test of the folder, by case. */
export const statesOf = async (folder: string): Promise<Partial<Record<CaseResult['name'], CaseResult['state']>>> =>
  Object.fromEntries((await testSource(folder)).map(({ name, state }) => [name, state]));
