import { inputBinding, outputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { SearchField } from './search-field';

const render = (initial?: string) => {
  const value = signal(initial);
  const searched: (string | undefined)[] = [];
  const fixture = TestBed.createComponent(SearchField, {
    bindings: [
      inputBinding('label', () => 'Search'),
      inputBinding('value', value),
      outputBinding<string | undefined>('searched', (text) => searched.push(text)),
    ],
  });
  fixture.detectChanges();
  const field = (fixture.nativeElement as HTMLElement).querySelector('input')!;
  const type = (text: string) => {
    field.value = text;
    field.dispatchEvent(new Event('input'));
  };
  const set = (text: string | undefined) => {
    value.set(text);
    fixture.detectChanges();
  };
  return { field, searched, type, set };
};

describe('SearchField', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('searches once, when the typing rests', () => {
    const { type, searched } = render();

    ['t', 'te', 'tea'].forEach(type);
    expect(searched).toEqual([]);

    jest.advanceTimersByTime(300);
    expect(searched).toEqual(['tea']);
  });

  it('searches at once with Enter', () => {
    const { field, type, searched } = render();

    type('tea');
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    jest.advanceTimersByTime(300);

    expect(searched).toEqual(['tea']);
  });

  it('does not take away what is typed while the search before is answered', () => {
    const { field, type, set } = render();
    type('tea');
    jest.advanceTimersByTime(300);
    type('teapot');

    set('tea');

    expect(field.value).toBe('teapot');
  });

  it('follows the address when it changes by itself', () => {
    const { field, set } = render('tea');
    expect(field.value).toBe('tea');

    set(undefined);

    expect(field.value).toBe('');
  });

  it('follows the address back to what was searched before', () => {
    const { field, type, set } = render();
    type('tea');
    jest.advanceTimersByTime(300);
    set('tea');
    set(undefined);
    expect(field.value).toBe('');

    set('tea');

    expect(field.value).toBe('tea');
  });

  it('gives nothing for blanks', () => {
    const { type, searched } = render('tea');

    type('   ');
    jest.advanceTimersByTime(300);

    expect(searched).toEqual([undefined]);
  });
});
