import { parseArgs } from 'node:util';
import { benchFingerprint } from './fingerprint/fingerprint';
import { machine } from './machine';
import { benchProcessing } from './processing/processing';
import { doStep, type Step } from './processing/steps';

const usage = `npm run bench -- processing [--records N (200000)] [--curve: cost per record up to a million]
npm run bench -- fingerprint`;

const start = async (): Promise<void> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { records: { type: 'string', default: '200000' }, curve: { type: 'boolean', default: false } },
  });
  const [name, step] = positionals;
  // What `processing` starts for each of its steps.
  if (name === 'step') return void process.stdout.write(JSON.stringify(await doStep(JSON.parse(step!) as Step)));
  const records = Number(values.records);
  const isKnown = name === 'processing' || name === 'fingerprint';
  if (!isKnown || !Number.isInteger(records) || records < 1000) throw new Error('say what to measure');
  process.stdout.write(`${machine()}\n`);
  if (name === 'fingerprint') benchFingerprint();
  else await benchProcessing({ records, curve: values.curve });
};

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 2;
});
