/** 32 hexadecimal digits from a source of numbers in [0, 1). */
export const randomBytesFrom = (random: () => number): string =>
  Array.from({ length: 16 }, () =>
    Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
