import type { Json } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import { refuseBroken } from '../../charset/broken-text';
import { withUtf8, decodeText } from '../../charset/text-of';
import type { Located } from '../../roles/roles';
import type { ByteSource } from '../../payload/bytes';
import type { Format } from '../format/format';
import { parseJsonBytes } from '../json/parse-json-bytes';
import { byteLinesOf, linesOf } from './lines';

/** One JSON value per line. An invalid line is refused, the others are kept; blank lines are skipped. */
export class JsonLinesFormat implements Format {
  readonly streams = true;

  constructor(private readonly encoding?: string) {}

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    let index = 0;
    for await (const line of byteLinesOf(withUtf8(source, { encoding: this.encoding }).open())) {
      if (!isBlank(line)) yield readLine(line, `/${index++}`);
    }
  }

  async document(): Promise<Json> {
    return {};
  }
}

const isBlank = (line: Buffer): boolean => line.length < 64 && line.toString('latin1').trim() === '';

const readLine = (line: Buffer, pointer: string): Located => {
  try {
    return { pointer, value: parseJsonBytes(line) };
  } catch (error) {
    if (!(error instanceof UnreadablePageError)) throw error;
    return { pointer, value: line.subarray(0, 10_000).toString(), refused: { reason: error.reason, detail: error.message } };
  }
};

/** Each line as it is, under the key `record`. */
export class LinesFormat implements Format {
  readonly streams = true;

  constructor(private readonly encoding?: string) {}

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    let index = 0;
    for await (const record of linesOf(decodeText(source, { encoding: this.encoding })))
      yield refuseBroken({ pointer: `/${index++}`, value: { record } });
  }

  async document(): Promise<Json> {
    return {};
  }
}
