import type { EndpointHandler } from '../http/handler.ts';
import { openApiDocument } from './openapi-document.ts';

let document: string | null = null;

/** This API as an OpenAPI 3.1 document, made from the contract's tables at the first request. */
export const openapi: EndpointHandler = (_call, reply) => {
  document ??= JSON.stringify(openApiDocument());
  return reply.type('application/json; charset=utf-8').send(document);
};
