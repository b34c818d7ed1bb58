import type { Command } from 'commander';
import { verifyStorage, type Finding } from '@twl/pipeline';
import { NotFoundError } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { progressLine } from '../output/progress-line';
import { withRuntime } from '../with-runtime';

/** `twl verify`: checks the integrity of stored data. */
export const addVerify = (program: Command): void => {
  program
    .command('verify [source]')
    .description('check every raw object, the counts of every run and the database; changes nothing')
    .option('--json', 'print { findings: [...], objects, runs }')
    .action((source: string | undefined, { json }: { json?: boolean }) =>
      withRuntime({ fetches: false }, async (runtime) => {
        if (source !== undefined) await mustBeKnown(runtime, source);
        const { findings, objects, runs } = await verifyAll(runtime, source, json);
        if (findings.length > 0) process.exitCode = 1;
        if (json) return printJson({ findings, objects, runs });
        for (const { code, what, detail } of findings) process.stdout.write(`${paint.red(code)} ${what}: ${detail}\n`);
        const result = findings.length === 0 ? paint.green('no problems found') : paint.red(`${findings.length} findings`);
        process.stdout.write(`${objects} raw objects and ${runs} runs checked: ${result}\n`);
      }),
    );
};

/** Requires a source that is declared or has stored runs. @throws NotFoundError */
const mustBeKnown = async ({ catalog, engine }: Runtime, source: string): Promise<void> => {
  const isStored = (await engine.runs.list({ source, limit: 1 })).items.length > 0;
  if (!isStored && !(await catalog.get(source))) throw new NotFoundError('source', source);
};

const verifyAll = async (
  { engine, catalog, clock }: Runtime,
  source: string | undefined,
  json?: boolean,
): Promise<{ findings: Finding[]; objects: number; runs: number }> => {
  const showLine = json ? () => undefined : progressLine();
  const progress = (objects: number): void => showLine(`${objects} raw objects`);
  const verification = verifyStorage({ ...engine, catalog, clock }, { progress, ...(source !== undefined && { source }) });
  const findings: Finding[] = [];
  for (;;) {
    const { done, value } = await verification.next();
    if (!done) findings.push(value);
    else {
      showLine('');
      return { findings, ...value };
    }
  }
};
