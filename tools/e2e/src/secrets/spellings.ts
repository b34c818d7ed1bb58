/** The ways a value may be written: as it is, for an address or a form, in JSON, and inside base64 at each of its three places. */
export const spellingsOf = (value: string): string[] => {
  const inBase64 = [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)])
      .toString('base64')
      .replace(/=+$/, '');
    return whole.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  const url = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  return [...new Set([value, encodeURIComponent(value), form, encodeURI(value), ...inBase64, ...url])];
};
