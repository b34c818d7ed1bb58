import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { streamSettingsSchema } from '@twl/contracts';
import { makeCredential } from '@twl/ports/testing';
import * as face from '../index';
import { untilIdle } from '../testing/launch-bench';
import { PipelineBench } from '../testing/pipeline-bench';
import { benchOf, oneMissing, orders as manyOrders } from '../testing/snapshots';

const ada = { who: 'ada', why: 'the key was renamed' };
const orders = { source: 'shop', stream: 'orders' };

/** An action on a pipeline that is ready for it, and the first write of the action, which a test can break. */
interface ActionCase {
  bench: PipelineBench;
  act: () => Promise<unknown>;
  write: { port: object; method: string };
}

const refused = async () => {
  const bench = new PipelineBench([[{ no: 'key', name: 7 }]]);
  await bench.run();
  const { items } = await bench.engine.failures.list({ limit: 1 });
  return { bench, id: items.map(({ id }) => id).join() };
};

/** A bench with a run that waits for its second page. */
const fetching = async () => {
  const bench = new PipelineBench([[{ id: 1 }], [{ id: 2 }]]);
  bench.stream.beforePage = (index) => (index === 0 ? Promise.resolve() : new Promise(() => undefined));
  void bench.ingest();
  await untilIdle();
  return bench;
};

const cases: Record<string, () => Promise<ActionCase>> = {
  acceptDrift: async () => {
    const bench = new PipelineBench([[{ id: 1, price: 1 }]]);
    bench.stream.settings = streamSettingsSchema.parse({ contract: { typeChange: 'quarantine' } });
    await bench.run();
    bench.stream.pages = [[{ id: 1, price: 'one' }]];
    await bench.run();
    return { bench, act: () => face.acceptDrift(bench.ports, orders, ada), write: { port: bench.engine.records, method: 'accept' } };
  },
  cancelRun: async () => {
    const bench = await fetching();
    const act = () => face.cancelRun(bench.ports, 'run-1', ada);
    return { bench, act, write: { port: bench.engine.runDecisions, method: 'cancel' } };
  },
  pauseSource: async () => {
    const bench = new PipelineBench([]);
    return { bench, act: () => face.pauseSource(portsOf(bench), 'shop', ada), write: { port: bench.engine.pauses, method: 'pause' } };
  },
  resumeSource: async () => {
    const bench = new PipelineBench([]);
    await bench.engine.pauses.pause({ source: 'shop', who: 'ada', why: null, at: bench.clock.iso() });
    return { bench, act: () => face.resumeSource(portsOf(bench), 'shop', ada), write: { port: bench.engine.pauses, method: 'resume' } };
  },
  confirmDeletions: async () => {
    const bench = benchOf([manyOrders(5), manyOrders(5, 6)]);
    await bench.run();
    bench.stream.pages = [manyOrders(5)];
    const { id } = await bench.run();
    return { bench, act: () => face.confirmDeletions(portsOf(bench), id, ada), write: { port: bench.engine.runs, method: 'reopen' } };
  },
  undoDeletions: async () => {
    const bench = await oneMissing();
    const { id } = await bench.run();
    return { bench, act: () => face.undoDeletions(portsOf(bench), id, ada), write: { port: bench.engine.runs, method: 'reopen' } };
  },
  exportRecords: async () => {
    const bench = new PipelineBench([[{ id: 1 }]]);
    await bench.run();
    const task = { id: 'export-1', format: 'csv', selection: { source: 'shop' } } as const;
    const act = () => face.exportRecords({ ...portsOf(bench), exportFiles: bench.engine.exportFiles }, task, ada);
    return { bench, act, write: { port: bench.engine.exportFiles, method: 'write' } };
  },
  discardFailure: async () => {
    const { bench, id } = await refused();
    return { bench, act: () => face.discardFailure(bench.ports, id, ada), write: { port: bench.engine.failures, method: 'mark' } };
  },
  createKey: async () => {
    const bench = new PipelineBench([]);
    const ports = { ...bench.ports, credentials: bench.engine.credentials };
    const act = () => face.createKey(ports, { name: 'export', role: 'viewer', sources: null, expiresAt: null }, ada);
    return { bench, act, write: { port: bench.engine.credentials, method: 'add' } };
  },
  revokeKey: async () => {
    const bench = new PipelineBench([]);
    await bench.engine.credentials.add(makeCredential({ id: 'k1' }));
    const ports = { ...bench.ports, credentials: bench.engine.credentials };
    return { bench, act: () => face.revokeKey(ports, 'k1', ada), write: { port: bench.engine.credentials, method: 'revoke' } };
  },
  discardFailures: async () => {
    const { bench, id } = await refused();
    const act = () => face.discardFailures(bench.ports, { ids: [id] }, ada);
    return { bench, act, write: { port: bench.engine.failures, method: 'mark' } };
  },
  editState: async () => {
    const bench = new PipelineBench([[{ id: 1 }]]);
    await bench.run();
    const act = () => face.editState(bench.ports, { ...orders, cursor: { at: 1 } }, ada);
    return { bench, act, write: { port: bench.engine.runs, method: 'editState' } };
  },
  redriveFailure: async () => {
    const { bench, id } = await refused();
    bench.stream.keyField = 'name';
    return { bench, act: () => face.redriveFailure(bench.ports, id, ada), write: { port: bench.engine.pageQueue, method: 'send' } };
  },
  redriveFailures: async () => {
    const { bench, id } = await refused();
    bench.stream.keyField = 'name';
    const act = () => face.redriveFailures(bench.ports, { ids: [id] }, ada);
    return { bench, act, write: { port: bench.engine.pageQueue, method: 'send' } };
  },
  testAlerts: async () => {
    const bench = new PipelineBench([]);
    const act = () => face.testAlerts(bench.ports, { channels: ['ops'] }, ada);
    return { bench, act, write: { port: bench.engine.alerts, method: 'put' } };
  },
  replayStream: async () => {
    const bench = new PipelineBench([[{ id: 1 }]]);
    await bench.run();
    const act = () => face.replayStream(portsOf(bench), { stream: bench.stream }, ada);
    return { bench, act, write: { port: bench.engine.records, method: 'fork' } };
  },
};

const portsOf = (bench: PipelineBench) => ({ ...bench.ports, reader: bench.engine.reader, pauses: bench.engine.pauses });

/** The results of all entries, in the order of their ids. */
const resultsIn = async (bench: PipelineBench): Promise<string[]> => {
  const { items } = await bench.engine.audit.list({ limit: 10 });
  return items.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ result }) => result);
};

const sources = readdirSync(__dirname).filter((file) => !file.endsWith('.spec.ts'));

/** What the files of the room export, without the classes of their errors. */
const exportedActions = async (): Promise<Record<string, unknown>> => {
  const modules = await Promise.all(sources.map(async (file) => Object.entries((await import(join(__dirname, file))) as object)));
  return Object.fromEntries(modules.flat().filter(([name]) => !name.endsWith('Error')));
};

describe('the actions of an operator', () => {
  it('are all in this table, and the library exports each of them', async () => {
    const actions = await exportedActions();
    expect(Object.keys(actions).sort()).toEqual(Object.keys(cases).sort());
    expect(face).toMatchObject(actions);
  });

  it('are exported by the library in no other form', async () => {
    const readers = ['listDrift', 'listFailures', 'previewPause', 'previewResume', 'selectRecords', 'exportTarget'];
    const imported = sources.flatMap((file) =>
      [...readFileSync(join(__dirname, file), 'utf8').matchAll(/^import \{([^}]*)\} from '\.\.\/(?!access\/|audit\/|runs\/)/gm)].flatMap(
        ([, names = '']) => names.split(',').map((name) => name.trim()),
      ),
    );
    const workings = imported.filter((name) => !name.startsWith('type ') && !readers.includes(name));
    expect(workings).toEqual(expect.arrayContaining(['reapplyFailure', 'replayPages']));
    expect(Object.keys(face).filter((name) => workings.includes(name) || /audited/i.test(name))).toEqual([]);
  });
});

describe.each(Object.entries(cases))('%s', (_, prepare) => {
  it('writes one entry when it begins and one with its result', async () => {
    const { bench, act } = await prepare();
    await act();
    expect(await resultsIn(bench)).toEqual(['begun', expect.not.stringMatching(/^(failed|begun)/)]);
    const { items } = await bench.engine.audit.list({ limit: 1 });
    expect(items).toMatchObject([ada]);
  });

  it('writes both also when it fails', async () => {
    const { bench, act, write } = await prepare();
    Reflect.set(write.port, write.method, () => Promise.reject(new Error('the disk is full')));
    await act().catch(() => undefined);
    expect(await resultsIn(bench)).toEqual(['begun', 'failed: the disk is full']);
  });

  it('changes nothing when it cannot write its entry', async () => {
    const { bench, act, write } = await prepare();
    const calls: unknown[] = [];
    Reflect.set(write.port, write.method, (...args: unknown[]) => Promise.reject(new Error(`called ${calls.push(args)}`)));
    bench.engine.audit.append = () => Promise.reject(new Error('the log is full'));
    const outcome = await act().catch(String);
    expect(JSON.stringify(outcome)).toContain('the log is full');
    expect(calls).toEqual([]);
  });
});
