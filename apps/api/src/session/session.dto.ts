import { sessionSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

const text = (most: number) => z.string().min(1).max(most);

export class SessionDto extends createZodDto(sessionSchema) {}
export class SignInByKeyDto extends createZodDto(z.strictObject({ key: text(200).describe('an API key') })) {}
export class SignInByCodeDto extends createZodDto(
  z.strictObject({
    code: text(4000).describe('the code that the issuer sent the browser back with'),
    state: text(200).describe('the state that it sent with the code'),
    iss: text(2000).optional().describe('the issuer, if it sent that too'),
  }),
) {}

/** Where a browser goes to sign in at the issuer. */
export const authorizationSchema = z.object({ url: z.url() });
export class AuthorizationDto extends createZodDto(authorizationSchema) {}

/** How a session ended. */
export const endedSessionSchema = z.object({
  signedOut: z.literal(true),
  issuerUrl: z.url().nullable().describe('where the browser can go to sign out at the issuer too; null if nobody signed in there'),
});
export class EndedSessionDto extends createZodDto(endedSessionSchema) {}
