// A zip whose bytes depend on its content alone.
import { zipSync } from 'fflate';

/** Zips files in the order of their names, all of one time, readable by everyone. */
export const zip = (files) => {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  // The earliest time that a zip can hold, in whatever zone it is made: fflate writes the local one.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(sorted.map(([name, bytes]) => [name, [bytes, { mtime, os: 3, attrs: 0o644 << 16 }]])), { level: 9 });
};
