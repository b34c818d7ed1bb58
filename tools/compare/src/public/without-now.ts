const day = 24 * 3_600_000;
const recently = day / 4;
const ahead = 2 * day;
const fewMinutes = 300_000;

/** Made of the time of the run: hours before it, after it, or whole days away. Nothing that is made up lies there. */
const isNow = (time: number): boolean => {
  const age = Date.now() - time;
  const rest = Math.abs(age) % day;
  return (age < recently && age > -ahead) || Math.min(rest, day - rest) < fewMinutes;
};

/** A text without times of the last hours: two engines run one after the other. */
export const withoutNow = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+ -]\d\d:?\d\d)?)?/g, (text) => {
      const time = Date.parse(text.replace(/ (\d\d:?\d\d)$/, '+$1'));
      return text.length > 10 && isNow(time) ? '<now>' : text;
    })
    .replace(/\b1\d{9}(\d{3})?\b/g, (text) => (isNow(text.length > 10 ? Number(text) : Number(text) * 1000) ? '<now>' : text));
