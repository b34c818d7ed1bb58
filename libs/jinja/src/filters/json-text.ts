import { compareValues } from '../values/compare';
import { dictEntries } from '../values/containers';
import { isMapping, isNumber, itemsOf, typeNameOf } from '../values/kinds';
import { PythonError, typeError } from '../runtime/python-error';
import { repr } from '../values/text';
import type { Value } from '../values/value';

interface JsonStyle {
  sorted?: boolean;
  indent?: number;
}

/** Python's `json.dumps`: a space after `,` and `:`, everything beyond ASCII escaped. @throws TypeError for values without a JSON form */
export const toJsonText = (value: Value, style: JsonStyle = {}, depth = 0): string => {
  if (depth > 200) throw new PythonError('LimitError', 'nested too deeply');
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoteJson(value);
  if (isNumber(value)) return { inf: 'Infinity', '-inf': '-Infinity', nan: 'NaN' }[repr(value)] ?? repr(value);
  const items = itemsOf(value);
  if (items)
    return wrap(
      '[]',
      items.map((item) => toJsonText(item, style, depth + 1)),
      { indent: style.indent, depth },
    );
  if (!isMapping(value)) throw typeError(`Object of type ${typeNameOf(value)} is not JSON serializable`);
  const entries = dictEntries(value);
  if (style.sorted) entries.sort(([a], [b]) => compareValues(a, b, '<'));
  return wrap(
    '{}',
    entries.map(([key, item]) => `${keyText(key)}: ${toJsonText(item, style, depth + 1)}`),
    { indent: style.indent, depth },
  );
};

const keyText = (key: Value): string => (typeof key === 'string' ? quoteJson(key) : `"${toJsonText(key)}"`);

const quoteJson = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const wrap = (brackets: string, parts: string[], { indent, depth }: { indent: number | undefined; depth: number }): string => {
  if (indent === undefined || !parts.length) return brackets.charAt(0) + parts.join(', ') + brackets.charAt(1);
  const space = ' '.repeat(indent * (depth + 1));
  return `${brackets.charAt(0)}\n${space}${parts.join(`,\n${space}`)}\n${' '.repeat(indent * depth)}${brackets.charAt(1)}`;
};
