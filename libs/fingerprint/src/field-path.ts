import { FieldPathError } from './errors';

/** Splits a dotted path; a backslash escapes the next character. @throws FieldPathError */
export const parseFieldPath = (path: string): string[] => {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < path.length; i++) {
    if (path[i] === '.') {
      parts.push(part);
      part = '';
    } else {
      if (path[i] === '\\' && ++i === path.length) throw new FieldPathError(path);
      part += path.charAt(i);
    }
  }
  parts.push(part);
  if (parts.includes('')) throw new FieldPathError(path);
  return parts;
};
