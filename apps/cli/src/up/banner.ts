import { paintError } from '../output/paint';

/** Returns the start banner. */
export const bannerText = ({
  url,
  simulatorUrl,
  isOpen,
  data,
}: {
  url: string;
  simulatorUrl?: string;
  isOpen: boolean;
  data: string;
}): string =>
  `
${paintError.bold('TWL Data Pipeline is running')}  ${simulatorUrl ? `sources: simulated, ${simulatorUrl}` : 'sources: live'}

  dashboard   ${paintError.cyan(url)}
  API         ${paintError.cyan(`${url}/api/records`)}
  Swagger UI  ${paintError.cyan(`${url}/api/docs`)}
  data        ${data}
  access      ${isOpen ? 'open: whoever reaches this address may do everything. Close it by: twl keys create NAME --role admin' : 'closed: sign in'}

Press Ctrl-C to stop.

`;
