import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './document';

/** Serves the document at `/api/openapi.json`, and Swagger UI without external files at `/api/docs`. */
export function serveDocs(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    useGlobalPrefix: true,
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'TWL Data Pipeline API',
    swaggerOptions: { validatorUrl: null, displayRequestDuration: true, tryItOutEnabled: true },
  });
}
