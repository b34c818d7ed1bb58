import type { ReceiveOptions } from '../../storage/work-queue';
import { useEngine, type OpenEngine } from './opened-engine';
import { present } from '../present';

const visibilityMs = 30_000;

/** What every queue must do; held against both queues of an engine. */
export const workQueueContract = (name: string, open: OpenEngine): void => {
  describe.each(['pageQueue', 'requestQueue'] as const)(`${name}: %s`, (which) => {
    const opened = useEngine(open);
    const queue = () => opened().engine[which];
    const receive = (given: Partial<ReceiveOptions> = {}) => queue().receive({ max: 10, waitMs: 0, visibilityMs, ...given });
    const bodies = async (given: Partial<ReceiveOptions> = {}) => (await receive(given)).map(({ body }) => body);

    describe('a message', () => {
      it('comes back as it was sent, with its first receive counted', async () => {
        const body = { text: 'ä\u0000\ud800', list: [1, null, { __proto__x: true }] };
        await queue().send([body]);
        expect(await receive()).toEqual([{ id: expect.any(String), body, receives: 1, receipt: expect.any(String) }]);
      });

      it('is there as often as it was sent', async () => {
        await queue().send([{ n: 1 }, { n: 1 }]);
        await queue().send([{ n: 1 }]);
        expect(await bodies()).toHaveLength(3);
      });

      it('is hidden from others until its time is over', async () => {
        await queue().send([{ n: 1 }]);
        await receive();
        await opened().advance(visibilityMs - 1000);
        expect(await receive()).toEqual([]);
        await opened().advance(1000);
        expect(await receive()).toMatchObject([{ body: { n: 1 }, receives: 2 }]);
      });

      it('waits since it could be received, as far as the queue can say', async () => {
        const waits = async () => (await queue().waitingMs()) ?? 'unknown';
        await queue().send([{ n: 1 }], { delayMs: 5000 });
        expect([undefined, 'unknown']).toContain(await waits());
        await opened().advance(8000);
        expect([3000, 'unknown']).toContain(await waits());
        await receive();
        expect(await waits()).toBe('unknown');
      });

      it('is gone once it is acknowledged', async () => {
        await queue().send([{ n: 1 }, { n: 2 }]);
        const [first] = await receive({ max: 1 });
        await queue().ack(present(first).receipt);
        await opened().advance(visibilityMs);
        expect(await bodies()).toEqual([{ n: 1 }, { n: 2 }].filter((body) => body.n !== (present(first).body as { n: number }).n));
      });

      it('comes back after its delay when it is released', async () => {
        await queue().send([{ n: 1 }]);
        const [delivery] = await receive();
        await queue().release(present(delivery).receipt, 5000);
        expect(await receive()).toEqual([]);
        await opened().advance(5000);
        expect(await receive()).toMatchObject([{ receives: 2 }]);
      });

      it('stays hidden as long as its time is extended', async () => {
        await queue().send([{ n: 1 }]);
        const [delivery] = await receive();
        await opened().advance(20_000);
        await queue().extend(present(delivery).receipt, visibilityMs);
        await opened().advance(20_000);
        expect(await receive()).toEqual([]);
        await queue().ack(present(delivery).receipt);
        await opened().advance(visibilityMs);
        expect(await receive()).toEqual([]);
      });

      it('is hidden at first when it is sent with a delay', async () => {
        await queue().send([{ n: 1 }], { delayMs: 5000 });
        expect(await receive()).toEqual([]);
        expect(await queue().depth()).toEqual({ ready: 1, inFlight: 0, dead: 0 });
        await opened().advance(5000);
        expect(await bodies()).toEqual([{ n: 1 }]);
      });
    });

    describe('a receipt that expired', () => {
      const expired = async () => {
        await queue().send([{ n: 1 }]);
        const [old] = await receive();
        await opened().advance(visibilityMs);
        const [current] = await receive();
        return { old: present(old).receipt, current: present(current).receipt };
      };

      it('acknowledges nothing', async () => {
        const { old } = await expired();
        await queue().ack(old);
        await opened().advance(visibilityMs);
        expect(await receive()).toMatchObject([{ receives: 3 }]);
      });

      it('releases and extends nothing', async () => {
        const { old, current } = await expired();
        await queue().release(old, 0);
        await queue().extend(old, 10 * visibilityMs);
        expect(await receive()).toEqual([]);
        await queue().ack(current);
        expect(await queue().depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
      });

      it('is no error, nor is one used twice or never given', async () => {
        const { current } = await expired();
        await queue().ack(current);
        await queue().ack(current);
        await queue().release(current, 0);
        await queue().extend('never given', visibilityMs);
        expect(await queue().depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
      });
    });

    describe('receiving', () => {
      it('gives at most what is asked for, and each message once', async () => {
        await queue().send(Array.from({ length: 25 }, (_, n) => ({ n })));
        const received = [await receive({ max: 10 }), await receive({ max: 10 }), await receive({ max: 10 }), await receive({ max: 1 })];
        expect(received.map((list) => list.length)).toEqual([10, 10, 5, 0]);
        expect(new Set(received.flat().map(({ id }) => id)).size).toBe(25);
      });

      it('leaves no message out where many ask at once, though two of them may be given the same one', async () => {
        await queue().send([{ n: 1 }, { n: 2 }]);
        const asked = await Promise.all([receive({ max: 1 }), receive({ max: 1 }), receive({ max: 1 })]);
        expect(Math.max(...asked.map((list) => list.length))).toBe(1);
        const bodies = [...asked.flat(), ...(await receive())].map(({ body }) => (body as { n: number }).n);
        expect(new Set(bodies)).toEqual(new Set([1, 2]));
      });

      it('waits for a message that is sent meanwhile', async () => {
        const waiting = receive({ waitMs: 10_000 });
        await opened().advance(1000);
        await queue().send([{ n: 1 }]);
        await opened().advance(1000);
        expect(await waiting).toMatchObject([{ body: { n: 1 } }]);
      });

      it('waits for a message that comes back meanwhile', async () => {
        await queue().send([{ n: 1 }]);
        await receive();
        const waiting = receive({ waitMs: 2 * visibilityMs });
        await opened().advance(visibilityMs + 2000);
        expect(await waiting).toMatchObject([{ receives: 2 }]);
      });

      it('ends empty when the wait is over', async () => {
        const waiting = receive({ waitMs: 3000 });
        await opened().advance(4000);
        expect(await waiting).toEqual([]);
      });

      it('ends empty, and takes nothing, when it is aborted', async () => {
        const stop = new AbortController();
        const waiting = receive({ waitMs: 60_000, signal: stop.signal });
        await opened().advance(1000);
        stop.abort();
        expect(await waiting).toEqual([]);
        await queue().send([{ n: 1 }]);
        expect(await receive({ waitMs: 60_000, signal: stop.signal })).toEqual([]);
        expect(await bodies()).toEqual([{ n: 1 }]);
      });
    });

    describe('a message that is never acknowledged', () => {
      const exhaust = async () => {
        for (let receives = 1; receives <= queue().maxReceives; receives++) {
          expect(await receive()).toMatchObject([{ receives }]);
          await opened().advance(visibilityMs);
        }
      };

      it('is moved aside after its last delivery', async () => {
        await queue().send([{ poison: true }]);
        await exhaust();
        expect(await receive()).toEqual([]);
        expect(await queue().depth()).toEqual({ ready: 0, inFlight: 0, dead: 1 });
      });

      it('is moved aside when its last delivery is released', async () => {
        await queue().send([{ poison: true }]);
        for (let receives = 1; receives <= queue().maxReceives; receives++) {
          const [delivery] = await receive();
          await queue().release(present(delivery).receipt, 0);
        }
        expect(await receive()).toEqual([]);
        expect(await queue().depth()).toEqual({ ready: 0, inFlight: 0, dead: 1 });
      });

      it('can still be acknowledged during its last delivery', async () => {
        await queue().send([{ slow: true }]);
        for (let receives = 1; receives < queue().maxReceives; receives++) {
          const [delivery] = await receive();
          await queue().release(present(delivery).receipt, 0);
        }
        const [last] = await receive();
        expect(await queue().depth()).toEqual({ ready: 0, inFlight: 1, dead: 0 });
        await queue().ack(present(last).receipt);
        expect(await queue().depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
      });

      it('delays only itself', async () => {
        await queue().send([{ poison: true }]);
        await exhaust();
        await queue().send([{ n: 1 }]);
        expect(await bodies()).toEqual([{ n: 1 }]);
      });
    });

    it('says how many messages wait and are worked on', async () => {
      expect(await queue().depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
      await queue().send([{ n: 1 }, { n: 2 }, { n: 3 }]);
      await receive({ max: 1 });
      expect(await queue().depth()).toEqual({ ready: 2, inFlight: 1, dead: 0 });
    });

    it('is apart from the other queue', async () => {
      await queue().send([{ n: 1 }]);
      const other = opened().engine[which === 'pageQueue' ? 'requestQueue' : 'pageQueue'];
      expect(await other.receive({ max: 10, waitMs: 0, visibilityMs })).toEqual([]);
    });
  });
};
