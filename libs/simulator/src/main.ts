import { parseArgs } from 'node:util';
import { errorText } from '@twl/json';
import { startSimulator } from './start-simulator';

const usage = 'usage: simulator [--port 4000] [--seed 1] [--change-every-ms 60000]';

const parseWholeNumber = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
};

const startFromArguments = async (): Promise<void> => {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { port: string, seed: string, 'change-every-ms': string } });
  const simulator = await startSimulator({
    port: parseWholeNumber('port', values.port) ?? 4000,
    seed: parseWholeNumber('seed', values.seed) ?? 1,
    changeEveryMs: parseWholeNumber('change-every-ms', values['change-every-ms']) ?? 60_000,
  });
  console.log(`simulator on ${simulator.url} (GET / lists the endpoints; Ctrl-C stops it)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
};

startFromArguments().catch((error: unknown) => {
  console.error(`${errorText(error)}\n${usage}`);
  process.exitCode = 2;
});
