import type { Statement } from './ast';
import { parseTuple } from './expression-parser';
import { normalizeSource, tokenize } from './lexer';
import { parseStatement } from './statement-parser';
import { TokenStream } from './token-stream';

/** Parses a whole template. @throws SyntaxProblem */
export const parseTemplate = (source: string): Statement[] => {
  const stream = new TokenStream(tokenize(normalizeSource(source)));
  const body = parseBody(stream, []);
  if (stream.current.type !== 'eof') stream.fail(`unexpected ${stream.shown()}`);
  return body;
};

/** Statements up to a tag that begins with one of the names, which becomes the current token; or up to the end. */
export const parseBody = (stream: TokenStream, ends: string[]): Statement[] => {
  const body: Statement[] = [];
  for (;;) {
    const token = stream.current;
    if (token.type === 'eof') {
      if (ends.length) stream.fail(`the template ends before ${ends.join(' or ')}`);
      return body;
    }
    stream.take();
    if (token.type === 'data') body.push({ kind: 'data', text: token.text });
    else if (token.type === 'begin') {
      body.push({ kind: 'output', expression: parseTuple(stream) });
      stream.expect('end', '}}');
    } else {
      if (stream.isName(...ends)) return body;
      body.push(...stream.nested(() => parseStatement(stream)));
      stream.expect('block_end', '%}');
    }
  }
};
