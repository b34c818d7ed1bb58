import { type CharsetRules, decodeText } from '../../charset/text-of';
import { type ByteSource, readAll } from '../../payload/bytes';

/** Returns a whole body as text; an invalid byte becomes a lone surrogate. @throws UnreadablePageError ENCODING, TOO_LARGE */
export const wholeText = async (source: ByteSource, rules: CharsetRules): Promise<string> => {
  const bytes = await readAll(source);
  const held: ByteSource = {
    charset: source.charset,
    open: async function* () {
      yield bytes;
    },
  };
  let text = '';
  for await (const part of decodeText(held, rules)) text += part;
  return text;
};
