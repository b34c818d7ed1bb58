import { ManualClock, memoryEngine, RecordingLog } from '@twl/ports/testing';
import { createKey, revokeKey } from '../actions/manage-keys';
import { findCredential } from './find-credential';
import { openSession } from './open-session';

const [minute, hour] = [60_000, 3_600_000];
const ada = { who: 'ada', why: null };

const given = () => {
  const clock = new ManualClock();
  const engine = memoryEngine({ clock });
  const ports = { credentials: engine.credentials, audit: engine.audit, clock, log: new RecordingLog() };
  const makeKey = async (expiresAt: string | null = null) =>
    createKey(ports, { name: 'export', role: 'operator', sources: ['shop'], expiresAt }, ada);
  const look = async (text: string) => {
    const found = await findCredential(ports, text);
    return found.kind === 'valid' ? found.credential.id : found.why;
  };
  return { ...ports, ports, makeKey, look };
};

describe('an API key', () => {
  it('is recognised by its text, of which nothing but a hash is stored', async () => {
    const { credentials, makeKey, look } = given();
    const { key, text } = await makeKey();
    expect(text).toMatch(/^twl_k[0-9a-z]{14}_[0-9a-z]{50}$/);
    expect(await look(text)).toBe(key.id);
    const secret = text.split('_')[2]!;
    expect(JSON.stringify(await credentials.get(key.id))).not.toContain(secret);
  });

  it('never has the text of another', async () => {
    const { makeKey } = given();
    const texts = await Promise.all(Array.from({ length: 50 }, async () => (await makeKey()).text));
    expect(new Set(texts.flatMap((text) => text.split('_').slice(1))).size).toBe(100);
  });

  it.each<[string, (text: string) => string]>([
    ['another secret', (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')],
    ['another id', (text) => text.replace('twl_k', 'twl_s')],
    ['no secret', (text) => text.slice(0, 20)],
    ['more', (text) => `${text}0`],
    ['upper case', (text) => text.toUpperCase()],
    ['nothing', () => ''],
  ])('is not recognised with %s', async (_, change) => {
    const { makeKey, look } = given();
    const { text } = await makeKey();
    expect(await look(change(text))).toBe('it is not one of this installation');
  });

  it('is refused from the moment on at which it expires', async () => {
    const { clock, makeKey, look } = given();
    const { key, text } = await makeKey(new Date(clock.now() + minute).toISOString());
    await clock.advance(minute - 1);
    expect(await look(text)).toBe(key.id);
    await clock.advance(1);
    expect(await look(text)).toMatch(/^it expired at /);
  });

  it('is refused once it is revoked', async () => {
    const { ports, makeKey, look } = given();
    const { key, text } = await makeKey();
    await revokeKey(ports, key.id, ada);
    expect(await look(text)).toMatch(/^it was revoked at /);
  });

  it('says in which minute it was used last, and works also when that cannot be noted', async () => {
    const { credentials, clock, log, makeKey, look } = given();
    const { key, text } = await makeKey();
    const used = async () => (await credentials.get(key.id))?.lastUsedAt;
    const start = clock.iso();
    await look(text);
    await clock.advance(minute - 1);
    await look(text);
    expect(await used()).toBe(start);
    await clock.advance(1);
    credentials.touch = () => Promise.reject(new Error('the disk is full'));
    expect(await look(text)).toBe(key.id);
    expect([await used(), log.of('credential.use_not_noted')]).toEqual([start, [{ id: key.id }]]);
  });
});

describe('a session', () => {
  const ofKey = async () => {
    const world = given();
    const { key, text } = await world.makeKey();
    const { name, role, sources } = key;
    const session = await openSession(world.ports, { name, identity: 'api-key', role, sources, parent: key.id });
    return { ...world, key, keyText: text, text: session.text };
  };

  it('is valid for twelve hours while it is used', async () => {
    const { clock, look, text } = await ofKey();
    for (let hours = 0; hours < 12; hours += 3) {
      expect(await look(text)).toMatch(/^s/);
      await clock.advance(3 * hour);
    }
    expect(await look(text)).toMatch(/^it expired at /);
  });

  it('ends after four hours without a request', async () => {
    const { clock, look, text } = await ofKey();
    await clock.advance(4 * hour - 1);
    expect(await look(text)).toMatch(/^s/);
    await clock.advance(4 * hour);
    expect(await look(text)).toBe('it was not used for hours');
  });

  it('ends with the key that it was opened with, and is not one that can be revoked as a key', async () => {
    const { ports, key, look, text } = await ofKey();
    await expect(revokeKey(ports, (await look(text)) ?? '', ada)).rejects.toThrow('there is no API key');
    await revokeKey(ports, key.id, ada);
    expect(await look(text)).toMatch(/^it was revoked at /);
  });

  it('is refused once it is ended', async () => {
    const { credentials, clock, look, text, keyText, key } = await ofKey();
    await credentials.revoke(await look(text), clock.iso());
    expect([await look(text), await look(keyText)]).toEqual(['it was ended', key.id]);
  });
});
