import { paintError } from '../output/paint';

/** Returns the start banner. */
export const bannerText = ({ url, simulatorUrl, data }: { url: string; simulatorUrl?: string; data: string }): string =>
  `
${paintError.bold('TWL Data Pipeline is running')}  ${simulatorUrl ? `sources: simulated, ${simulatorUrl}` : 'sources: live'}

  dashboard   ${paintError.cyan(url)}
  API         ${paintError.cyan(`${url}/api/records`)}
  Swagger UI  ${paintError.cyan(`${url}/api/docs`)}
  data        ${data}

Press Ctrl-C to stop.

`;
