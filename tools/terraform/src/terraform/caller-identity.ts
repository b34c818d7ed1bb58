import { createServer } from 'node:http';
import { endServer, listenOnLoopback } from '@twl/e2e';

/** The account of plans that call nobody. */
const account = '123456789012';

const answer = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId><Account>${account}</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>none</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/** Answers whose keys these are, which is all that a first plan asks AWS. */
export const startCallerIdentity = async (): Promise<{ url: string; close(): void }> => {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(answer));
  const url = await listenOnLoopback(server);
  return { url, close: () => endServer(server) };
};
