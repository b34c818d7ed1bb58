import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { textOf } from '../testing/open-screen';
import { Connection } from './api/connection';
import { App } from './app';
import { appConfig } from './app.config';

const open = async (url: string) => {
  TestBed.configureTestingModule({ providers: [...appConfig.providers, provideHttpClientTesting()] });
  const fixture = TestBed.createComponent(App);
  const router = TestBed.inject(Router);
  await router.navigateByUrl(url);
  fixture.detectChanges();
  const element = fixture.nativeElement as HTMLElement;
  document.body.append(element);
  return { fixture, element, router };
};

describe('App', () => {
  afterEach(() => (document.body.innerHTML = ''));

  it('says which screen is open', async () => {
    const { element } = await open('/runs');

    expect(textOf(element.querySelector('[aria-current=page]'))).toBe('Runs');
    expect(TestBed.inject(Title).getTitle()).toBe('Runs · TWL Data Pipeline');
  });

  it('says that an address leads nowhere', async () => {
    const { element } = await open('/nowhere/at/all');

    expect(textOf(element.querySelector('main'))).toContain('There is no such page');
  });

  it('moves the focus to another screen, but not with a filter', async () => {
    const { element, router } = await open('/runs');
    await router.navigateByUrl('/runs?state=failed');
    expect(document.activeElement).toBe(document.body);

    await router.navigateByUrl('/failures');

    expect(document.activeElement).toBe(element.querySelector('main'));
  });

  it('asks again after a single lost request, without a word', async () => {
    const { fixture, element } = await open('/nowhere');
    jest.useFakeTimers();

    TestBed.inject(Connection).lost();
    fixture.detectChanges();
    expect(textOf(element.querySelector('twl-outage-banner'))).toBe('');

    jest.advanceTimersByTime(3_000);
    TestBed.inject(HttpTestingController).expectOne('/api/health/live').flush('{}');
    expect(TestBed.inject(Connection).recovered()).toBe(1);
    jest.useRealTimers();
  });

  it('tells of an outage, asks until it is over, and then keeps quiet', async () => {
    const { fixture, element } = await open('/nowhere');
    jest.useFakeTimers();
    const connection = TestBed.inject(Connection);

    connection.lost();
    connection.lost();
    fixture.detectChanges();
    expect(textOf(element.querySelector('twl-outage-banner'))).toContain('cannot be reached');

    jest.advanceTimersByTime(3_000);
    TestBed.inject(HttpTestingController).expectOne('/api/health/live').flush('{}');
    fixture.detectChanges();
    expect(textOf(element.querySelector('twl-outage-banner'))).toBe('');
    jest.useRealTimers();
  });
});
