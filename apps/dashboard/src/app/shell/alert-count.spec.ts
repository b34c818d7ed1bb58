import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { anAlert, pageOf } from '../../testing/factories';
import { settled, textOf } from '../../testing/open-screen';
import { AlertCount } from './alert-count';

const shown = async (...alerts: ReturnType<typeof anAlert>[]): Promise<Element> => {
  TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
  const fixture = TestBed.createComponent(AlertCount);
  fixture.detectChanges();
  const asked = TestBed.inject(HttpTestingController).expectOne(({ url }) => url === '/api/alerts');
  expect(asked.request.params.get('state')).toBe('firing');
  asked.flush(pageOf(alerts));
  await settled();
  fixture.detectChanges();
  return fixture.nativeElement as Element;
};

describe('AlertCount', () => {
  it('is nothing while no alert fires', async () => {
    expect(textOf(await shown())).toBe('');
  });

  it.each([
    ['warning', false],
    ['critical', true],
  ] as const)('counts alerts, and stands out where one is %s', async (severity, isCritical) => {
    const element = await shown(anAlert(), anAlert({ id: 'late:blog', severity }));
    expect(textOf(element)).toBe('2 firing');
    expect(element.querySelector('.critical') !== null).toBe(isCritical);
  });
});
