import { paintError } from '../output/paint';

/** What a person wants to know once everything runs. */
export const banner = ({ url, simulatorUrl, data }: { url: string; simulatorUrl?: string; data: string }): string =>
  `
${paintError.bold('TWL Data Pipeline is running')}  ${simulatorUrl ? `sources: simulated, ${simulatorUrl}` : 'sources: live'}

  dashboard   ${paintError.cyan(url)}
  API         ${paintError.cyan(`${url}/api/records`)}
  Swagger UI  ${paintError.cyan(`${url}/api/docs`)}
  data        ${data}

Ctrl-C stops it.

`;
