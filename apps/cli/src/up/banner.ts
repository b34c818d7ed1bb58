import { paintError } from '../output/paint';

/** What a person wants to know once everything runs. */
export const banner = ({ url, simulatorUrl, dataDir }: { url: string; simulatorUrl?: string; dataDir: string }): string =>
  `
${paintError.bold('TWL Data Pipeline is running')}  ${simulatorUrl ? `sources: simulated, ${simulatorUrl}` : 'sources: live'}

  dashboard   ${paintError.cyan(url)}
  API         ${paintError.cyan(`${url}/api/records`)}
  Swagger UI  ${paintError.cyan(`${url}/api/docs`)}
  data        ${dataDir}

Ctrl-C stops it.

`;
