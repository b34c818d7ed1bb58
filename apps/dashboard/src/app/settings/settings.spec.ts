import { TestBed } from '@angular/core/testing';
import { ThemeSetting } from './theme';
import { TimeZoneSetting } from './time-zone';

describe('settings', () => {
  beforeEach(() => localStorage.clear());

  it('follow the system until a person chooses, and keep the choice', () => {
    const setting = TestBed.inject(ThemeSetting);
    TestBed.tick();
    expect(document.documentElement.dataset['theme']).toBe('system');

    setting.next();
    setting.next();
    TestBed.tick();

    expect(document.documentElement.dataset['theme']).toBe('dark');
    TestBed.resetTestingModule();
    expect(TestBed.inject(ThemeSetting).theme()).toBe('dark');
  });

  it('ignore stored values that are unknown', () => {
    localStorage.setItem('twl.theme', '<script>');

    expect(TestBed.inject(ThemeSetting).theme()).toBe('system');
  });

  it('work where storage is forbidden', () => {
    const forbidden = jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });

    expect(TestBed.inject(ThemeSetting).theme()).toBe('system');
    forbidden.mockRestore();
  });

  it('show times in the zone of the reader or in UTC', () => {
    const setting = TestBed.inject(TimeZoneSetting);
    expect(setting.timeZone()).toBeUndefined();

    setting.toggle();

    expect(setting.timeZone()).toBe('UTC');
    expect(setting.name()).toBe('UTC');
  });
});
