import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { settled, textOf } from '../../testing/open-screen';
import { sendToSignIn } from './send-to-sign-in';
import { ownPage } from './sign-in';
import { SignInPage } from './sign-in-page';
import { SignedInPage } from './signed-in-page';

const nobody = { caller: null, signIn: { byKey: true, byIssuer: true }, readOnly: false };
const refused = { title: 'Unauthorized', status: 401, code: 'CREDENTIAL_REFUSED', detail: 'the API key or token is refused: it expired' };

const open = async (url: string) => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([sendToSignIn])),
      provideHttpClientTesting(),
      provideRouter(
        [
          { path: 'sign-in', component: SignInPage },
          { path: 'signed-in', component: SignedInPage },
          { path: '**', children: [] },
        ],
        withComponentInputBinding(),
      ),
    ],
  });
  const http = TestBed.inject(HttpTestingController);
  const harness = await RouterTestingHarness.create();
  await harness.navigateByUrl(url);
  const answerSession = async () => {
    harness.detectChanges();
    for (const request of http.match('/api/session')) request.flush(nobody);
    await settled();
    harness.detectChanges();
  };
  await answerSession();
  return { http, harness, element: harness.routeNativeElement!, router: TestBed.inject(Router), answerSession };
};

const enterKey = (element: HTMLElement, key: string): void => {
  const input = element.querySelector('input')!;
  input.value = key;
  input.dispatchEvent(new Event('input'));
  element.querySelector('form')!.dispatchEvent(new Event('submit'));
};

describe('the sign-in', () => {
  it('with a key leads back to the page, and keeps the key nowhere', async () => {
    const { http, element, router } = await open('/sign-in?to=%2Fruns%3Fstate%3Dfailed');
    enterKey(element, ' twl_k1 ');
    const request = http.expectOne('/api/session/key');
    expect(request.request.body).toEqual({ key: 'twl_k1' });
    request.flush(nobody);
    await settled();
    expect(router.url).toBe('/runs?state=failed');
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])).not.toContain('twl_k1');
  });

  it.each(['/sign-in?to=%2Fruns', '/signed-in?code=c1&state=s1'])('stays at %s when another request is refused', async (url) => {
    const { http, router } = await open(url);
    TestBed.inject(HttpClient)
      .get('/api/alerts')
      .subscribe({ error: () => undefined });
    http.expectOne('/api/alerts').flush(refused, { status: 401, statusText: 'Unauthorized' });
    await settled();
    expect(router.url).toBe(url);
  });

  it('says why a key is refused, and stays', async () => {
    const { http, harness, element, router } = await open('/sign-in');
    enterKey(element, 'twl_k1');
    http.expectOne('/api/session/key').flush(refused, { status: 401, statusText: 'Unauthorized' });
    await settled();
    harness.detectChanges();
    expect(textOf(element.querySelector('[role=alert]'))).toBe('Unauthorized: the API key or token is refused: it expired');
    expect(router.url).toBe('/sign-in');
  });

  it('at the issuer ends on the page that wanted it, without the code in its address', async () => {
    sessionStorage.setItem('twl-return', '/records?source=shop');
    const { http, router } = await open('/signed-in?code=c1&state=s1&iss=https%3A%2F%2Fid.example.com');
    const request = http.expectOne('/api/session/code');
    expect(request.request.body).toEqual({ code: 'c1', state: 's1', iss: 'https://id.example.com' });
    request.flush(nobody);
    await settled();
    expect([router.url, sessionStorage.getItem('twl-return')]).toEqual(['/records?source=shop', null]);
  });

  it('says why the issuer refuses', async () => {
    const { http, element } = await open('/signed-in?error=access_denied&error_description=the%20user%20said%20no');
    http.expectNone('/api/session/code');
    expect(textOf(element)).toContain('the user said no');
  });

  it.each([
    ['/runs?a=1', '/runs?a=1'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    [undefined, '/'],
  ])('goes back from %s to %s', (given, page) => expect(ownPage(given)).toBe(page));
});
