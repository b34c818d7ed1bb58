import { noCounts } from '@twl/contracts';
import { ManualClock, memoryEngine } from '@twl/ports/testing';
import { editState, StateChangedError, StateInUseError } from './edit-state';

const ada = { who: 'ada', why: 'read March again' };
const orders = { source: 'shop', stream: 'orders' };

const setUp = () => {
  const clock = new ManualClock();
  const engine = memoryEngine({ clock });
  const ports = { streamStates: engine.streamStates, audit: engine.audit, clock };
  const begin = (id: string) => engine.runs.begin({ id, ...orders, trigger: 'manual', at: clock.iso(), owner: 'me', leaseMs: 60_000 });
  const told = async () =>
    (await engine.audit.list({ limit: 50 })).items
      .filter(({ result }) => result !== 'begun')
      .map(({ action, target, who, why, result }) => ({ action, target, who, why, result }));
  return { clock, engine, ports, begin, told };
};

describe('editing what a stream remembers', () => {
  it('sets and forgets it, and writes down who, why and what', async () => {
    const { clock, engine, ports, told } = setUp();
    const set = await editState(ports, { ...orders, cursor: { at: '2026-03-01', n: 12345678901234567890n } }, ada);
    expect(set.state).toEqual({ cursor: { at: '2026-03-01', n: 12345678901234567890n }, validators: {} });
    expect(await engine.streamStates.remembered('shop', 'orders')).toEqual(set);
    await clock.advance(1000);
    expect((await editState(ports, { ...orders, revision: set.revision }, { who: 'grace', why: null })).state).toBeUndefined();
    expect(await told()).toEqual([
      {
        action: 'clear-state',
        target: 'shop.orders',
        who: 'grace',
        why: null,
        result: 'forgot {"at":"2026-03-01","n":"12345678901234567890"}',
      },
      { action: 'set-state', target: 'shop.orders', ...ada, result: 'nothing became {"at":"2026-03-01","n":"12345678901234567890"}' },
    ]);
  });

  it('does nothing while a run is not settled, and writes that down', async () => {
    const { engine, ports, begin, told } = setUp();
    const begun = await begin('run-a');
    await expect(editState(ports, { ...orders, cursor: { at: 1 } }, ada)).rejects.toThrow(StateInUseError);
    expect(await engine.streamStates.state('shop', 'orders')).toBeUndefined();
    expect(await told()).toMatchObject([
      { action: 'set-state', result: expect.stringContaining('failed: the state of shop.orders is in use: run run-a') },
    ]);
    if (begun.kind !== 'started') throw new Error('the run did not begin');
    await engine.runs.endFetch(begun.lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 0, bytes: 0 });
    await engine.runs.close('run-a', { state: 'succeeded', counts: noCounts(), at: '2026-01-31T12:00:01.000Z' });
    expect(await editState(ports, { ...orders, cursor: { at: 1 } }, ada)).toMatchObject({ state: { cursor: { at: 1 } } });
  });

  it('does nothing when somebody else was faster', async () => {
    const { engine, ports } = setUp();
    const { revision } = await engine.streamStates.remembered('shop', 'orders');
    await editState(ports, { ...orders, revision, cursor: { at: 1 } }, ada);
    await expect(editState(ports, { ...orders, revision, cursor: { at: 2 } }, ada)).rejects.toThrow(StateChangedError);
    expect(await engine.streamStates.state('shop', 'orders')).toMatchObject({ cursor: { at: 1 } });
  });
});
