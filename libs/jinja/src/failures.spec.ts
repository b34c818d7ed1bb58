import { TemplateError } from './template-error';
import { evaluate, holds, optional } from './template.factory';

/** Templates that need a value that is not there. */
const missing = [
  '{{ config.missing.deeper }}',
  "{{ config['missing']['deeper'] }}",
  "{{ record.missing.x|default('d') }}",
  "{{ 'abc'.nope() }}",
  '{{ config._x.y }}',
  '{{ -record.missing }}',
  '{{ record.missing + 1 }}',
  '{{ record.missing|int }}',
  '{{ record.missing|float }}',
  '{{ record.missing > 1 }}',
  "{{ record[config.list].x | default('d') }}",
];

/** Templates that cannot be parsed or evaluated. */
const wrong = [
  '{{ 1/0 }}',
  '{{ 1//0 }}',
  "{{ record.x|hash('nope') }}",
  "{{ 'aGVsbG8'|base64decode }}",
  '{{ record.name|base64binascii_decode }}',
  "{{ record.x|hmac('k','md5') }}",
  "{{ 'abc'.index('z') }}",
  "{{ 'abc' | truncate(2) }}",
  "{{ today_with_timezone('Nope/Zone') }}",
  "{{ duration('nope') }}",
  "{{ duration('P') }}",
  "{{ timestamp('nope') }}",
  "{{ str_to_datetime('2022-13-14') }}",
  "{{ str_to_datetime('2022-1-1') }}",
  '{{ max([]) }}',
  "{{ format_datetime('nope','%Y') }}",
  "{{ format_datetime('2022-01-01T00:00:00+2400', '%s', '%Y-%m-%dT%H:%M:%S%z') }}",
  '{{ nope() }}',
  '{{ nope }}',
  '{{ config.__class__.__mro__ }}',
  '{{ range(3) }}',
  "{{ {'a':1}.pop('b') }}",
  '{{ [x for x in [1]] }}',
  '{{ 1 + }}',
  '{{ foo bar }}',
  '{{ 1 = 2 }}',
  '{{ config. }}',
  '{{ config[ }}',
  "{{ 'unclosed }}",
  '{{ "a" | nofilter }}',
  '{{ 1 is notest }}',
  '{{ 1 is string is number }}',
  '{{ a.b.c.d }}',
  '{{ true is true is true }}',
  '{% call(x) m2() %}{{ x }}{% endcall %}',
  '{% do 1 %}',
  '{% unknown %}',
  '{% for i in config.list %}{% break %}{% endfor %}',
  '{% if %}{% endif %}',
  '{% if true %}',
  '{{ }}',
  '{{ config.a',
  "{{ eval ('2+2') }}",
  "{{ getattr(config, 'key') }}",
  '{% for i in range(10) %}{% endfor %}',
  '{{ 5e300 ** 10 }}',
  '{{ 0.0 ** -1 }}',
  "{{ '{:x}'.format(0.5) }}",
  "{{ '{:+}'.format('a') }}",
  "{{ '{:,}'.format('a') }}",
  "{{ '{0}{}'.format(1, 2) }}",
  "{{ '100%' % 5 }}",
  "{{ '%y' % 5 }}",
  "{{ ['a'] | indent }}",
  "{{ ['a'] | wordwrap(5) }}",
  "{{ 'a' | filesizeformat }}",
  "{{ ['ab', 'c'] | urlencode }}",
  "{{ 'x' | regex_replace('[0-9]', '\\\\1') }}",
  "{{ 'x' | regex_replace('[0-9]', '\\\\g<n>') }}",
  "{{ 'x' | regex_replace('[0-9]', '\\\\q') }}",
  '{{ 5 | base64decode }}',
  "{{ 'a' * 12345678901234567890 }}",
  '{{ [] * -12345678901234567890 }}',
  "{{ str_to_datetime('2022-01-31') + duration('P0001-01-00T00:00:00') }}",
  "{{ str_to_datetime('2022-01-31') + duration('P0.5Y') }}",
  "{{ '{:.2}'.format(5) }}",
  "{{ '{:.2d}'.format(5) }}",
  "{{ str_to_datetime('2021-366') }}",
  "{{ str_to_datetime('2022-W05-0') }}",
  "{{ str_to_datetime('2022-W053') }}",
  "{{ str_to_datetime('2022W05-3') }}",
];

describe('a template that needs what is not there', () => {
  it.each(missing)('%s fails as a value, is null in a mapping and false as a condition', (template) => {
    expect(() => evaluate(template)).toThrow(TemplateError);
    expect(optional(template)).toBeNull();
    expect(holds(template)).toBe(false);
  });
});

describe('a template that is wrong', () => {
  it.each(wrong)('%s is refused', (template) => {
    expect(() => evaluate(template)).toThrow(TemplateError);
  });
});
