import { load } from 'cheerio';
import { textOfElements } from './html-text';

describe('the text of HTML', () => {
  it.each([
    ['<td>a<br>b</td>', 'a b'],
    ['<p>one</p><p>two</p>', 'one two'],
    ['<div>one<div>two</div>three</div>', 'one two three'],
    ['<ul><li>a</li><li>b</li></ul>c', 'a b c'],
    ['<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>', '1 2 3'],
    ['<h1>Title</h1>text', 'Title text'],
    ['<b>bold</b>face and <i>ital</i><span>ic</span>', 'boldface and italic'],
    ['  many \n\t spaces&nbsp;&nbsp;here ', 'many spaces here'],
    ['a<!-- no -->b', 'ab'],
    ['a<script>x()</script><style>i { top: 0 }</style>b', 'ab'],
    ['<dl><dt>term</dt><dd>meaning</dd></dl>', 'term meaning'],
    ['', ''],
  ])('of %s is %j', (html, text) => {
    expect(textOfElements(load(`<main>${html}</main>`)('main'))).toBe(text);
  });

  it('is that of a script where the script is asked for', () => {
    expect(textOfElements(load('<p><script type="application/ld+json">{"id": 1}</script></p>')('script'))).toBe('{"id": 1}');
  });

  it('is read however deep it is nested', () => {
    const deep = `${'<div>'.repeat(2_000)}x${'</div>'.repeat(2_000)}`;
    expect(textOfElements(load(deep)('body'))).toBe('x');
  });
});
