import { Random } from '../random';
import { words } from '../words';

/** One post, in the format of JSONPlaceholder. */
export interface Post {
  userId: number;
  id: number;
  title: string;
  body: string;
}

const sentence = (random: Random, min: number, max: number): string =>
  Array.from({ length: random.int(min, max) }, () => random.pick(words)).join(' ');

/** Returns the text of a post; `revision` counts its edits. */
export const createPostText = (seed: string, id: number, revision: number): Pick<Post, 'title' | 'body'> => {
  const random = new Random(`${seed}/post/${String(id)}/${String(revision)}`);
  return {
    title: sentence(random, 3, 8),
    body: Array.from({ length: random.int(3, 5) }, () => sentence(random, 5, 9)).join('\n'),
  };
};

/** Returns a post before any edit: ten per user, then of the users in turn. */
export const createPost = (seed: string, id: number): Post => ({
  userId: id <= 100 ? Math.ceil(id / 10) : (id % 10) + 1,
  id,
  ...createPostText(seed, id, 0),
});
