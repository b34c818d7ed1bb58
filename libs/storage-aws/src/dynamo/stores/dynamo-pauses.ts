import type { SourcePause } from '@twl/contracts';
import { SourcePauses } from '@twl/ports';
import type { TableAccess } from '../caches/parts';
import { pauseKey, pausesPk } from '../items/pause-items';
import type { TableAction, TableItem } from '../table/action';

/** Pauses of sources, all in one partition. */
export class DynamoPauses extends SourcePauses {
  constructor(private readonly parts: TableAccess) {
    super();
  }

  async list(): Promise<SourcePause[]> {
    const items = await this.parts.table.all({ pk: pausesPk });
    return Promise.all(items.map((item) => this.#read(item)));
  }

  async get(source: string): Promise<SourcePause | undefined> {
    const item = await this.parts.table.get(pauseKey(source));
    return item && this.#read(item);
  }

  async pause(pause: SourcePause): Promise<boolean> {
    const item = { ...pauseKey(pause.source), ...(await this.parts.bodies.store(pause)) };
    return this.parts.table.put(item, { text: 'attribute_not_exists(#pk)' });
  }

  async resume(source: string): Promise<boolean> {
    const removal: TableAction = { is: 'pause', remove: pauseKey(source), if: { text: 'attribute_exists(#pk)' } };
    return (await this.parts.table.transact([removal])) === undefined;
  }

  #read(item: TableItem): Promise<SourcePause> {
    return this.parts.bodies.read<SourcePause>(item);
  }
}
