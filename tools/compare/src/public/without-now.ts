const recently = 6 * 3_600_000;

/** A text without times of the last hours: two engines run one after the other. */
export const withoutNow = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+ -]\d\d:?\d\d)?)?/g, (text) => {
      const age = Date.now() - Date.parse(text.replace(/ (\d\d:?\d\d)$/, '+$1'));
      return text.length > 10 && Math.abs(age) < recently ? '<now>' : text;
    })
    .replace(/\b1\d{9}(\d{3})?\b/g, (text) => {
      const age = Date.now() - (text.length > 10 ? Number(text) : Number(text) * 1000);
      return Math.abs(age) < recently ? '<now>' : text;
    });
