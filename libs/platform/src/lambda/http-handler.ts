import type { RequestListener } from 'node:http';
import serverlessExpress from '@codegenie/serverless-express';
import type { Log } from '@twl/ports';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2, Handler } from 'aws-lambda';
import { wrapperLog } from './wrapper-log';

/** What a function for HTTP requests is made of. */
export interface HttpHandlerOptions {
  /** Opens the app and gives what answers its requests. */
  open(): Promise<{ app: RequestListener; log: Log }>;
}

type HttpHandler = (event: APIGatewayProxyEventV2, context: Parameters<Handler>[1]) => Promise<APIGatewayProxyResultV2>;

/** A Lambda function behind an HTTP API of API Gateway (payload version 2.0) or a function address. */
export const httpHandler = ({ open }: HttpHandlerOptions): HttpHandler => {
  const begin = async (): Promise<HttpHandler> => {
    const { app, log } = await open();
    return serverlessExpress({ app, eventSourceName: 'AWS_API_GATEWAY_V2', log: wrapperLog(log) }) as unknown as HttpHandler;
  };
  let opened = begin();
  opened.catch(() => undefined);
  return async (event, context) => {
    const handler = await opened.catch(() => (opened = begin()));
    return handler(event, context);
  };
};
