import { parseArgs } from 'node:util';
import { benchConnector, doConnectorStep, type ConnectorStep } from './connector/connector';
import { benchColdStart } from './coldstart/coldstart';
import { benchCost } from './cost/cost';
import { emulatorsOr } from './cost/with-emulators';
import { benchFingerprint } from './fingerprint/fingerprint';
import { machine } from './machine';
import { serveBigArray, type ArraySize } from './memory/big-array';
import { benchMemory } from './memory/memory';
import { benchProcessing } from './processing/processing';
import { doStep, type Step } from './processing/steps';

const usage = `npm run bench -- processing [--records N (200000)] [--curve: cost per record up to N (1000000)]
npm run bench -- cost [--records N (10000)]: dollars on AWS, by emulators
npm run bench -- coldstart: the packaged functions, from process start to first answer
npm run bench -- fingerprint
npm run bench -- memory [--megabytes N (1000)]
npm run bench -- connector [--records N (100000)] [--python <path of a Python with airbyte-cdk> (python3)]`;

/** Where it takes less to see it. */
const defaultRecords: Record<string, string> = { connector: '100000', cost: '10000' };

const start = async (): Promise<void> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string' },
      curve: { type: 'boolean', default: false },
      megabytes: { type: 'string', default: '1000' },
      python: { type: 'string', default: 'python3' },
    },
  });
  const [name, step] = positionals;
  // What `processing` starts for each of its steps.
  if (name === 'step') return void process.stdout.write(JSON.stringify(await doStep(JSON.parse(step!) as Step)));
  if (name === 'connector-step') return await doConnectorStep(JSON.parse(step!) as ConnectorStep);
  // The other process of `memory`.
  if (name === 'big-array') return await serveBigArray(JSON.parse(step!) as ArraySize);
  const records = Number(values.records ?? (values.curve ? '1000000' : (defaultRecords[name ?? ''] ?? '200000')));
  const megabytes = Number(values.megabytes);
  const isKnown =
    name === 'memory' || name === 'processing' || name === 'fingerprint' || name === 'connector' || name === 'cost' || name === 'coldstart';
  if (!isKnown || !Number.isInteger(records) || records < 1000 || !(megabytes >= 1)) throw new Error('say what to measure');
  process.stdout.write(`${machine()}\n`);
  if (name === 'coldstart') await benchColdStart();
  else if (name === 'cost') await benchCost({ records, ...emulatorsOr(process.argv.slice(2)) });
  else if (name === 'fingerprint') benchFingerprint();
  else if (name === 'memory') await benchMemory(megabytes);
  else if (name === 'connector') await benchConnector({ records, python: values.python });
  else await benchProcessing({ records, curve: values.curve });
};

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 2;
});
