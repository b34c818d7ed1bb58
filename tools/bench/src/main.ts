import { parseArgs } from 'node:util';
import { errorText } from '@twl/json';
import { defaultRecords } from './defaults';
import { machine } from './machine';
import type { ArraySize } from './memory/big-array';
import type { BenchStep } from './processing/steps';

const usage = `npm run bench -- processing [--records N (200000)] [--curve: cost per record up to N (1000000)]
npm run bench -- cost [--records N (5000)]: dollars on AWS, by emulators
npm run bench -- coldstart: the packaged functions, from process start to first answer
npm run bench -- fingerprint
npm run bench -- memory [--megabytes N (1000)]
npm run bench -- reads [--records N (1000000)] [--seconds N (20)] [--only READERS]: answers while others read heavily
npm run bench -- connector [--records N (100000)] [--python <path of a Python with airbyte-cdk> (python3)]`;

const names = ['memory', 'processing', 'fingerprint', 'connector', 'cost', 'coldstart', 'reads'];

// Each is loaded when it is asked for: what a step does not need must not count as its own.
const coldstart = () => import('./coldstart/coldstart');
const connector = () => import('./connector/connector');
const cost = () => import('./cost/cost');
const emulators = () => import('./cost/with-emulators');
const fingerprint = () => import('./fingerprint/fingerprint');
const bigArray = () => import('./memory/big-array');
const memory = () => import('./memory/memory');
const recordApi = () => import('./connector/record-api');
const processing = () => import('./processing/processing');
const reads = () => import('./reads/reads');
const readHeavily = () => import('./reads/read-heavily');
const steps = () => import('./processing/steps');

const start = async (): Promise<void> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string' },
      curve: { type: 'boolean', default: false },
      megabytes: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '20' },
      only: { type: 'string', default: '' },
      python: { type: 'string', default: 'python3' },
    },
  });
  const [name, step] = positionals;
  // What `processing` starts for each of its steps.
  if (name === 'step') return void process.stdout.write(JSON.stringify(await (await steps()).doStep(JSON.parse(step!) as BenchStep)));
  // The other process of `connector`.
  if (name === 'serve-records') return (await recordApi()).serveRecords(Number(step));
  // The other process of `memory`.
  if (name === 'big-array') return await (await bigArray()).serveBigArray(JSON.parse(step!) as ArraySize);
  // The other process of `reads`.
  if (name === 'read-heavily') return (await readHeavily()).readHeavily(step!, positionals[2] ?? '');
  const records = Number(values.records ?? (values.curve ? 1_000_000 : (defaultRecords[name ?? ''] ?? defaultRecords['processing'])));
  const megabytes = Number(values.megabytes);
  const seconds = Number(values.seconds);
  if (!names.includes(name ?? '') || !Number.isInteger(records) || records < 1000 || !(megabytes >= 1) || !(seconds >= 1))
    throw new Error('say what to measure');
  process.stdout.write(`${machine()}\n`);
  if (name === 'coldstart') await (await coldstart()).benchColdStart();
  else if (name === 'cost') await (await cost()).benchCost({ records, ...(await emulators()).emulatorsOr(process.argv.slice(2)) });
  else if (name === 'fingerprint') (await fingerprint()).benchFingerprint();
  else if (name === 'reads') await (await reads()).benchReads({ records, seconds, only: values.only });
  else if (name === 'memory') await (await memory()).benchMemory(megabytes);
  else if (name === 'connector') await (await connector()).benchConnector({ records, python: values.python });
  else await (await processing()).benchProcessing({ records, curve: values.curve });
};

start().catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n${usage}\n`);
  process.exitCode = 2;
});
