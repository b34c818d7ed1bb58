import type { Response } from 'express';

/** What the headers of a downloaded file say. */
interface DownloadedFile {
  contentType: string;
  fileName: string;
  etag: string;
  /** Bytes. */
  length: number;
}

/** Sets the headers of a file that a browser saves. */
export function fileHeaders(response: Response, { contentType, fileName, etag, length }: DownloadedFile): void {
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', length);
  response.setHeader('content-disposition', `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`);
  response.setHeader('etag', etag);
}
