import { Body, Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { requireValue } from '@twl/ports';
import type { Request, Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { originOfOwnPage } from '../access/same-origin';
import { Operates } from '../openapi/documented';
import { NoParameters } from '../paging/no-parameters';
import { AuthorizationDto, EndedSessionDto, SessionDto, SignInByCodeDto, SignInByKeyDto } from './session.dto';
import { clearCookies, setSession, setSignIn, signInOf } from './session-cookies';
import { Sessions } from './sessions';

const signedIn = { status: 200, description: 'Who is signed in now. The session is in a cookie.', type: SessionDto } as const;

const responseOf = ({ res }: Request): Response => requireValue(res, 'response of the request');

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @NoParameters()
  @Operates({
    id: 'getSession',
    role: 'anyone',
    summary: 'Find out who you are, and how to sign in',
    description: 'For any credential: an API key, a token, or the session of the dashboard.',
    problems: [401],
  })
  @ZodResponse({ status: 200, description: 'Who sends the request, and how one signs in.', type: SessionDto })
  get(@Req() request: Request) {
    return this.sessions.describe(request);
  }

  @Post('key')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @NoParameters()
  @Operates({
    id: 'signInByKey',
    role: 'anyone',
    summary: 'Sign in with an API key',
    description: 'For pages of this origin. Programs send the key with each request instead.',
    problems: [401],
  })
  @ZodResponse(signedIn)
  async byKey(@Req() request: Request, @Body() { key }: SignInByKeyDto) {
    const origin = originOfOwnPage(request);
    const session = await this.sessions.byKey(key);
    return this.start(request, origin, session);
  }

  @Post('authorization')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @NoParameters()
  @Operates({
    id: 'beginSignIn',
    role: 'anyone',
    summary: 'Begin to sign in at the issuer',
    description:
      'For pages of this origin. Returns the address at the issuer to go to, by the authorization code flow with PKCE. The issuer sends the browser back to `/signed-in`.',
    problems: [404],
  })
  @ZodResponse({ status: 200, description: 'Where to go.', type: AuthorizationDto })
  async begin(@Req() request: Request) {
    const origin = originOfOwnPage(request);
    const { url, state } = await this.sessions.begin(origin);
    setSignIn(responseOf(request), origin, state);
    return { url };
  }

  @Post('code')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @NoParameters()
  @Operates({
    id: 'signInByCode',
    role: 'anyone',
    summary: 'Finish to sign in at the issuer',
    description: 'For pages of this origin, in the browser that began the sign-in within the last ten minutes.',
    problems: [401, 404],
  })
  @ZodResponse(signedIn)
  async byCode(@Req() request: Request, @Body() given: SignInByCodeDto) {
    const origin = originOfOwnPage(request);
    const session = await this.sessions.byCode(given, { begun: signInOf(request), origin });
    return this.start(request, origin, session);
  }

  @Post('end')
  @HttpCode(200)
  @NoParameters()
  @Operates({
    id: 'signOut',
    role: 'anyone',
    summary: 'Sign out',
    description: 'Ends the session; its cookie is worth nothing from then on.',
    problems: [],
  })
  @ZodResponse({ status: 200, description: 'The session is ended.', type: EndedSessionDto })
  async end(@Req() request: Request) {
    const issuerUrl = await this.sessions.end(request, originOfOwnPage(request));
    clearCookies(responseOf(request));
    return { signedOut: true as const, issuerUrl };
  }

  private start(request: Request, origin: string, session: { text: string; expiresAt: string }) {
    const response = responseOf(request);
    clearCookies(response);
    setSession(response, origin, session);
    const cookie = `twl-session=${session.text}`;
    return this.sessions.describe({ method: 'GET', headers: { cookie } } as Request);
  }
}
