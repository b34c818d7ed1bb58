import { type CharsetRules, textOf } from '../../charset/text-of';
import { type ByteSource, readAll } from '../../payload/bytes';

/** A body that has to be held, as text: what is no character of its charset is a lone surrogate. @throws UnreadablePageError ENCODING, TOO_LARGE */
export const wholeText = async (source: ByteSource, rules: CharsetRules): Promise<string> => {
  const bytes = await readAll(source);
  const held: ByteSource = {
    charset: source.charset,
    open: async function* () {
      yield bytes;
    },
  };
  let text = '';
  for await (const part of textOf(held, rules)) text += part;
  return text;
};
