import type { AuditEntry } from '@twl/contracts';
import { BadCursorError } from '../../errors';
import type { AuditLog } from '../../storage/audit-log';
import { makeAuditEntry } from '../factories';
import { useEngine, type OpenEngine } from './opened-engine';
import { present } from '../present';

/** What every audit log must do. */
export const auditLogContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: audit log`, () => {
    const opened = useEngine(open);
    const audit = () => opened().engine.audit;
    const at = (second: number) => `2026-01-31T12:00:0${second}.000Z`;
    const ids = ({ items }: { items: AuditEntry[] }) => items.map(({ id }) => id).join('');

    const fill = async () => {
      await audit().append(makeAuditEntry({ id: 'c', at: at(2) }));
      await audit().append(makeAuditEntry({ id: 'a', at: at(1) }));
      await audit().append(makeAuditEntry({ id: 'b', at: at(2), action: 'discard', who: 'grace' }));
      await audit().append(makeAuditEntry({ id: 'd', at: at(3), action: 'replay', target: 'shop.orders', why: null }));
    };

    it('gives an entry as it was written', async () => {
      const entry = makeAuditEntry({ who: 'a\ud800\u0000é', why: null, target: 'shop.orders.\uffff', result: '' });
      await audit().append(entry);
      expect(await audit().get(entry.id)).toEqual(entry);
      expect((await audit().list({ limit: 1 })).items).toEqual([entry]);
      expect(await audit().get('none')).toBeUndefined();
    });

    it('never changes an entry', async () => {
      await audit().append(makeAuditEntry({ result: 'first' }));
      await audit().append(makeAuditEntry({ result: 'second' }));
      expect((await audit().list({ limit: 50 })).items).toEqual([makeAuditEntry({ result: 'first' })]);
    });

    it('lists the newest first and keeps to its filters', async () => {
      await fill();
      const list = async (query: Partial<Parameters<AuditLog['list']>[0]>) => ids(await audit().list({ limit: 50, ...query }));
      expect(await list({})).toBe('dcba');
      expect(await list({ action: 'redrive' })).toBe('ca');
      expect(await list({ target: 'shop.orders' })).toBe('d');
      expect(await list({ who: 'grace' })).toBe('b');
      expect(await list({ who: 'grace', action: 'replay' })).toBe('');
    });

    it('goes on where it stood, whatever comes meanwhile', async () => {
      await fill();
      const first = await audit().list({ limit: 2 });
      await audit().append(makeAuditEntry({ id: 'new', at: at(9) }));
      const second = await audit().list({ limit: 2, after: present(first.next) });
      expect([ids(first), ids(second), second.next]).toEqual(['dc', 'ba', null]);
      expect((await audit().list({ limit: 5 })).next).toBeNull();
    });

    it('refuses a position that is not its own', async () => {
      await fill();
      const { next } = await audit().list({ limit: 1 });
      await expect(audit().list({ limit: 1, who: 'ada', after: present(next) })).rejects.toThrow(BadCursorError);
      await expect(audit().list({ limit: 1, after: 'garbage' })).rejects.toThrow(BadCursorError);
    });
  });
};
