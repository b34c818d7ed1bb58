import { Random } from '../random';
import { words } from '../words';

/** One book of the library. */
export interface Book {
  id: number;
  title: string;
  author_id: number;
  genre: string;
  price: number;
  /** Increases from book to book. */
  updated_at: string;
}

const genres = ['history', 'poetry', 'science'];
export const authors = [1, 2, 3, 4].map((id) => ({ id, name: `Author ${String(id)}` }));

const bookCount = 42;
const firstDay = Date.UTC(2026, 0, 1);
const halfDayMs = 43_200_000;

/** Returns the books of a seed, by id. */
export const booksOf = (seed: string): Book[] =>
  Array.from({ length: bookCount }, (_, index) => {
    const random = new Random(`${seed}/book/${String(index)}`);
    return {
      id: index + 1,
      title: Array.from({ length: random.int(2, 5) }, () => random.pick(words)).join(' '),
      author_id: random.pick(authors).id,
      genre: random.pick(genres),
      price: random.int(500, 4_000) / 100,
      updated_at: new Date(firstDay + index * halfDayMs).toISOString(),
    };
  });
