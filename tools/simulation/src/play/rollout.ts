import { pageMessageSchema, type PageMessage } from '@twl/contracts';
import type { Delivery, PageQueue } from '@twl/ports';
import { altered } from '@twl/ports/testing';
import type { Work } from './crew';

/** A message as code to come may write it: what it says stands where the code of today does not look. */
interface MessageToCome {
  v: 3;
  content: Omit<PageMessage, 'v'>;
}

const toCome = ({ v: _, ...content }: PageMessage): MessageToCome => ({ v: 3, content });

const today = (delivery: Delivery): Delivery => {
  const body = delivery.body as MessageToCome | PageMessage;
  return body.v === 3 ? { ...delivery, body: pageMessageSchema.parse({ ...body.content, v: 2 }) } : delivery;
};

/** Code to come that sends its own messages. */
export const newIngestor =
  (work: Work): Work =>
  (ports) => {
    const { pageQueue } = ports;
    const send: PageQueue['send'] = (bodies, options) => pageQueue.send((bodies as PageMessage[]).map(toCome), options);
    return work({ ...ports, pageQueue: altered(pageQueue, { send }) });
  };

/** Code to come that understands its own messages and those of today. */
export const newProcessor =
  (work: Work): Work =>
  (ports) => {
    const { pageQueue } = ports;
    const receive: PageQueue['receive'] = async (options) => (await pageQueue.receive(options)).map(today);
    return work({ ...ports, pageQueue: altered(pageQueue, { receive }) });
  };
