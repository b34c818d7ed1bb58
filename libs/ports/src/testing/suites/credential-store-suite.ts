import { makeCredential, someTime } from '../factories';
import { useEngine, type OpenEngine } from './opened-engine';

/** What every store of credentials must do. */
export const credentialStoreContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: credentials`, () => {
    const opened = useEngine(open);
    const store = () => opened().engine.credentials;
    const at = (minute: number) => `2026-01-31T12:0${minute}:00.000Z`;
    const end = '2027-01-31T12:00:00.000Z';

    it('gives a credential as it was added, and nothing for another id', async () => {
      const key = makeCredential({ name: 'a\ud800\u0000é', sources: ['shop', 'crm'], expiresAt: end, lastUsedAt: at(1) });
      const session = makeCredential({ id: 's1', kind: 'session', identity: 'oidc', parent: 'k1', expiresAt: end });
      await store().add(key);
      await store().add(session);
      expect([await store().get(key.id), await store().get('s1')]).toEqual([key, session]);
      expect(await store().get('k')).toBeUndefined();
      expect(await store().get('')).toBeUndefined();
    });

    it('lists the newest keys first, without sessions', async () => {
      await store().add(makeCredential({ id: 'kb', createdAt: at(1) }));
      await store().add(makeCredential({ id: 'ka', createdAt: at(2), revokedAt: at(3) }));
      await store().add(makeCredential({ id: 's1', kind: 'session', expiresAt: end }));
      await store().add(makeCredential({ id: 'kc', createdAt: at(2) }));
      expect((await store().listKeys()).map(({ id }) => id)).toEqual(['kc', 'ka', 'kb']);
    });

    it('notes the latest use', async () => {
      await store().add(makeCredential({ id: 'k1' }));
      await store().add(makeCredential({ id: 's1', kind: 'session', expiresAt: end }));
      for (const id of ['k1', 's1', 'none']) {
        await store().touch(id, at(5));
        await store().touch(id, at(4));
      }
      expect(await store().get('k1')).toEqual(makeCredential({ id: 'k1', lastUsedAt: at(5) }));
      expect(await store().get('s1')).toMatchObject({ lastUsedAt: at(5) });
      expect(await store().get('none')).toBeUndefined();
      expect((await store().listKeys()).map(({ id }) => id)).toEqual(['k1']);
    });

    it('revokes once, for good', async () => {
      await store().add(makeCredential({ id: 'k1' }));
      await store().add(makeCredential({ id: 's1', kind: 'session', expiresAt: end }));
      expect(await store().revoke('k1', at(1))).toEqual(makeCredential({ id: 'k1', revokedAt: at(1) }));
      expect(await store().revoke('k1', at(2))).toMatchObject({ revokedAt: at(1) });
      await store().touch('k1', at(3));
      expect(await store().get('k1')).toMatchObject({ revokedAt: at(1), lastUsedAt: at(3) });
      expect(await store().revoke('s1', at(1))).toMatchObject({ id: 's1', revokedAt: at(1) });
      expect(await store().revoke('none', at(1))).toBeUndefined();
      expect(await store().get('none')).toBeUndefined();
    });

    it('keeps keys while sessions end', async () => {
      await store().add(makeCredential({ id: 'k1', expiresAt: someTime }));
      await store().add(makeCredential({ id: 's1', kind: 'session', expiresAt: at(1) }));
      await opened().advance(86_400_000);
      await store().add(makeCredential({ id: 's2', kind: 'session', expiresAt: end }));
      expect((await store().listKeys()).map(({ id }) => id)).toEqual(['k1']);
      expect(await store().get('s2')).toMatchObject({ id: 's2' });
    });
  });
};
