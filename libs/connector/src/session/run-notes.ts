import type { RunNote } from '@twl/contracts';

/** So many kinds of notes are kept of a read, and so many characters of each. */
const most = { notes: 20, characters: 500 };

/** Notes of a read: each kind once, with the first detail and a count. */
export class RunNotes {
  private readonly notes = new Map<string, RunNote>();
  /** Number of unseen parts of the source's data: counted apart from the notes, which are limited. */
  unseen = 0;

  /** @param about distinguishes notes of one code, such as a field's name */
  add(code: string, detail: string, about = ''): void {
    const id = `${code} ${about}`;
    const known = this.notes.get(id);
    if (known) known.count++;
    else if (this.notes.size < most.notes) this.notes.set(id, { code, detail: detail.slice(0, most.characters), count: 1 });
  }

  /** Something that the source may have was not seen: a request whose error is ignored, a partition that is skipped. */
  addUnseen(code: string, detail: string, about = ''): void {
    this.unseen++;
    this.add(code, `${detail}; what it would have listed is not known`, about);
  }

  get all(): RunNote[] {
    return [...this.notes.values()];
  }
}
