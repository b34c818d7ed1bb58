/** Files that are uploaded together, with one cache header. */
export interface UploadGroup {
  cacheControl: string;
  files: string[];
}

/** As the build names a file whose content never changes under that name. */
const isHashed = (file: string): boolean => /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(file);

/**
 * In which order files go up: first those that no page asks for yet, last the page that asks for them. Hashed ones are kept by browsers for
 * good; every other one is asked for again each time.
 */
export const uploadGroups = (files: readonly string[]): UploadGroup[] => {
  const hashed = files.filter(isHashed);
  const others = files.filter((file) => !isHashed(file) && file !== 'index.html');
  const groups = [
    { cacheControl: 'public, max-age=31536000, immutable', files: hashed },
    { cacheControl: 'no-cache', files: others },
    { cacheControl: 'no-cache', files: files.filter((file) => file === 'index.html') },
  ];
  return groups.filter((group) => group.files.length > 0);
};
