import type { Provider } from '@nestjs/common';
import type { AuditPorts, CredentialPorts } from '@twl/pipeline';
import { Clock, CredentialStore, Log } from '@twl/ports';
import { Callers, type AccessRules } from '../access/callers';
import { ACTION_PORTS } from '../audit/action-ports';
import { Keys } from '../keys/keys';
import { CodeFlow } from '../oidc/code-flow';
import { Issuer } from '../oidc/issuer';
import { Lists } from '../paging/lists';
import { Sessions } from './sessions';

/** Providers of who may call the API: callers, sessions and keys. */
export const signInProviders = (access: AccessRules, serverKey: Uint8Array): Provider[] => {
  const issuer = access.oidc && new Issuer(access.oidc);
  const flow = issuer?.config.clientId === undefined ? undefined : new CodeFlow(issuer, serverKey);
  return [
    {
      provide: Callers,
      useFactory: (...[credentials, clock, log]: [CredentialStore, Clock, Log]) => new Callers(access, { credentials, clock, log }, issuer),
      inject: [CredentialStore, Clock, Log],
    },
    {
      provide: Sessions,
      useFactory: (callers: Callers, ports: CredentialPorts) => new Sessions({ callers, ports, flow, issuer }),
      inject: [Callers, ACTION_PORTS],
    },
    {
      provide: Keys,
      useFactory: (ports: AuditPorts & CredentialPorts, lists: Lists) => new Keys(ports, lists),
      inject: [ACTION_PORTS, Lists],
    },
  ];
};
