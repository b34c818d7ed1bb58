import { TemplateError } from './template-error';
import { createInterpolator } from './interpolator';
import { evaluate, makeScope } from './template.factory';

describe('a hostile template', () => {
  it.each([
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__class__',
    '__defineGetter__',
    'valueOf',
    'isPrototypeOf',
  ])('gets nothing by the name %s', (name) => {
    for (const owner of [
      'config',
      'record.x',
      'record.lst',
      'record.id',
      'now_utc()',
      'now_utc',
      'duration("P1D")',
      '(1, 2)',
      '{"a": 1}',
      'namespace()',
    ]) {
      expect(evaluate(`{{ ${owner}.${name} is defined }}`)).toBe(false);
      expect(evaluate(`{{ ${owner}['${name}'] is defined }}`)).toBe(false);
      expect(evaluate(`{{ ${owner} | attr('${name}') is defined }}`)).toBe(false);
    }
  });

  it.each([
    '{{ config.constructor.constructor("return process")() }}',
    '{{ config.__class__.__mro__ }}',
    "{{ ''['constructor']['constructor']('return 1')() }}",
    "{{ '{0.__class__.__init__}'.format(config) }}",
    "{{ '{0[constructor][constructor]}'.format(config) }}",
    '{{ [].__class__.__base__.__subclasses__() }}',
    '{{ now_utc.call }}{{ now_utc.call() }}',
    '{{ namespace(a=1).values.constructor() }}',
    "{{ ['constructor'] | map('attr', 'constructor') | first | attr('x') }}",
  ])('%s comes to nothing', (template) => {
    expect(() => evaluate(template)).toThrow(TemplateError);
  });

  it('gives a key of that name when the data has one', () => {
    const record = JSON.parse('{"__proto__":{"a":1},"constructor":"c","__class__":5}');
    expect(evaluate('{{ record.__proto__.a }}-{{ record.constructor }}-{{ record.__class__ }}', { record })).toBe('1-c-5');
    expect(evaluate('{{ record }}', { record })).toEqual(record);
  });

  it('cannot pollute a prototype', () => {
    evaluate("{% set d = {} %}{{ d.update({'__proto__': {'polluted': 1}}) }}{{ record.update({'__proto__': {'polluted': 1}}) }}{{ d }}");
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('cannot make a value hold itself', () => {
    const config = { d: { a: 1 } };
    evaluate("{{ config.d.update({'b': config}) }}{{ config.d.setdefault('c', config.d) }}{{ config }}", { config });
    expect(config).toEqual({ d: { a: 1, b: { d: { a: 1 } }, c: { a: 1, b: { d: { a: 1 } } } } });
  });

  it('cannot change a frozen value', () => {
    const config = Object.freeze({ a: 1 });
    evaluate("{{ config.update({'a': 2}) }}{{ config.pop('a') }}", { config });
    expect(config).toEqual({ a: 1 });
  });

  it.each([
    "{% for a in 'x' * 400 %}{% for b in 'x' * 400 %}{% for c in 'x' * 400 %}.{% endfor %}{% endfor %}{% endfor %}",
    "{{ 'x' * 999999999 }}",
    "{{ ('x' * 9999999) ~ ('x' * 9999999) }}",
    '{{ [0] * 99999999 }}',
    "{{ 'x'.ljust(999999999) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ ('x' * 99999).replace('x', 'y' * 99999) }}",
    '{{ 9 ** 99999 }}',
    '{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(1) }}',
    '{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}',
    '{% set a = [] %}{% set _ = a.append(a) %}{{ a }}',
    '{{ record.lst.append(record.lst) or record.lst }}',
    `{{ ${'('.repeat(500)}1${')'.repeat(500)} }}`,
    `{{ ${'-'.repeat(500)}1 }}`,
    `{{ ${'not '.repeat(500)}1 }}`,
    '{% if 1 %}'.repeat(500) + '{% endif %}'.repeat(500),
  ])('%.60s ends soon with an error', (template) => {
    const begin = performance.now();
    expect(() => evaluate(template)).toThrow(TemplateError);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it.each([
    ["{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex_search('^(a+)+$') }}", ''],
    ["{{ ('a' * 50000) | regex_replace('(a*)*b', 'x') | length }}", 50000],
  ])('%s takes linear time', (template, value) => {
    const begin = performance.now();
    expect(evaluate(template)).toBe(value);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it('can repeat nothing as often as it likes', () => {
    expect(evaluate('{{ [] * 4000000000 }}')).toEqual([]);
    expect(evaluate("{{ ('' * 4000000000) ~ 'x' }}")).toBe('x');
  });

  it('is told what a pattern may not hold', () => {
    expect(() => evaluate("{{ 'ab' | regex_search('(?=a)(b)') }}")).toThrow(/pattern.*cannot be used/);
  });
});

describe('an error of a template', () => {
  const { compile } = createInterpolator();

  it.each([
    ['{{ config.a', 'missing }}', '1:1'],
    ['a\n  {{ 1 + }}', 'unexpected the end of the tag', '2:10'],
    ['{{ x | nofilter }}', 'the filter nofilter is unknown', '1:8'],
    ['{{ x is notest }}', 'the test notest is unknown', '1:6'],
    ['{{ nofunction() }}', 'the function nofunction is unknown', '1:4'],
    ['{% if a %}', 'the template ends before', '1:11'],
    ['{% include "x" %}', 'the statement include is unknown', '1:4'],
  ])('%s says what and where when compiling', (template, what, where) => {
    expect(() => compile(template)).toThrow(what);
    expect(() => compile(template)).toThrow(`(at ${where})`);
    expect(() => compile(template)).toThrow(JSON.stringify(template));
  });

  it('says what and where when evaluating', () => {
    expect(() => evaluate("a {{ format_datetime('nope', '%Y') }}")).toThrow("'nope' is not an ISO 8601 time (at 1:21)");
    expect(() => evaluate('{{ 1 // 0 }}')).toThrow('division by zero');
    expect(() => evaluate('{{ record.a.b.c }}')).toThrow("has no attribute 'a'");
    expect(() => evaluate('{{ unknown }}')).toThrow('there is no variable unknown here');
  });
});

describe('a compiled template', () => {
  it('is the same for the same text, and keeps apart what its place gives', () => {
    const { compile } = createInterpolator();
    const [one, two] = [compile('{{ parameters.name }}', { name: 'a' }), compile('{{ parameters.name }}', { name: 'b' })];
    expect([one.value(makeScope()), two.value(makeScope())]).toEqual(['a', 'b']);
  });

  it('tells what it reads', () => {
    const { compile } = createInterpolator();
    const { reads } = compile('{% set x = config.a %}{% for i in record.lst %}{{ i }}{{ x }}{{ loop.index }}{% endfor %}{{ now_utc() }}');
    expect([...reads].sort()).toEqual(['config', 'record']);
    expect(compile('plain').literal).toBe(true);
    expect(compile('{# note #}plain').literal).toBe(true);
    expect(compile('{{ 1 }}').literal).toBe(false);
  });

  it('gives copies of what it finds', () => {
    const record = { list: [{ a: 1 }] };
    const value = evaluate('{{ record.list }}', { record });
    expect(value).toEqual(record.list);
    expect(value).not.toBe(record.list);
  });

  it.each([
    ['string', '{{ 5 }}', '5'],
    ['string', '{{ none }}', 'None'],
    ['string', '{{ [1, "a"] }}', "[1, 'a']"],
    ['string', '{{ 12345678901234567890 }}', '12345678901234567890'],
    ['integer', '5', 5],
    ['integer', '5.5', '5.5'],
    ['integer', '{{ true }}', true],
    ['number', '5.5', 5.5],
    ['number', '5', '5'],
    ['number', '{{ 10 / 2 }}', 5],
    ['boolean', 'True', true],
    ['boolean', 'true', 'true'],
    ['boolean', '1', '1'],
  ] as const)('gives a %s for %s, or its text', (type, template, value) => {
    expect(createInterpolator().compile(template).value(makeScope(), type)).toBe(value);
  });

  it.each([
    ['{{ [1, none, "a"] }}', "[1, None, 'a']"],
    ['{{ record.nul }}', 'None'],
    ['{{ record.missing }}', ''],
    ['{{ record.bool }}', 'True'],
    ['0x10', '16'],
  ])('shows %s as %s', (template, text) => {
    expect(createInterpolator().compile(template).text(makeScope())).toBe(text);
  });
});
