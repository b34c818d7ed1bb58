import { RunNotes } from './run-notes';

describe('the notes of a read', () => {
  it('tells each kind once, with the first detail and how often it happened', () => {
    const notes = new RunNotes();
    notes.add('CURSOR_IN_FUTURE', 'record 7 is dated 2999-01-01');
    notes.add('CURSOR_IN_FUTURE', 'record 9 is dated 3000-01-01');
    expect(notes.all).toEqual([{ code: 'CURSOR_IN_FUTURE', detail: 'record 7 is dated 2999-01-01', count: 2 }]);
  });

  it('tells notes of one kind about different things apart', () => {
    const notes = new RunNotes();
    notes.add('LIST_MISSING', 'data.items is not there', 'data.items');
    notes.add('LIST_MISSING', 'data.rows is not there', 'data.rows');
    expect(notes.all).toHaveLength(2);
  });

  it('keeps a bounded number of bounded notes', () => {
    const notes = new RunNotes();
    for (let i = 0; i < 1000; i++) notes.add('LIST_MISSING', 'x'.repeat(10_000), `list ${i}`);
    expect(notes.all).toHaveLength(20);
    expect(notes.all[0]?.detail).toHaveLength(500);
  });
});
