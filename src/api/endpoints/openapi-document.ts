import manifest from '../../../package.json' with { type: 'json' };
import {
  COMMON_ERRORS,
  ENDPOINTS,
  type Endpoint,
  ERRORS,
  type ErrorCode,
  HEADERS,
  OPERATIONS,
  type Operation,
  pathParameters,
} from '../../contract/index.ts';
import {
  answerReference,
  answerSchemas,
  type InputSchema,
  inputSchema,
  type Json,
  problemName,
  reference,
  usedSchemas,
} from './openapi-schemas.ts';

/** What an endpoint may answer beside what it produces. */
const ENDPOINT_ERRORS = {
  anyone: ['rate_limited', 'overloaded', 'internal'],
  staff: [
    'token_missing',
    'token_invalid',
    'token_expired',
    'session_ended',
    'role_required',
    'roles_exclude',
    'rate_limited',
    'overloaded',
    'internal',
    'database_unavailable',
  ],
} as const satisfies Record<string, readonly ErrorCode[]>;

/** The contract's tables as an OpenAPI 3.1 document; nothing in it is written by hand. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  const add = (path: string, method: string, description: Json) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: description };
  };
  for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
    add(operation.path, operation.method, describeOperation(name, operation));
  }
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    add(endpoint.path.replace('{+', '{'), endpoint.method, describeEndpoint(name, endpoint));
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lockdesk Account API',
      version: manifest.version,
      description: manifest.description,
      license: { name: manifest.license, identifier: manifest.license },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'console', description: 'For the counter console' },
      { name: 'service', description: 'For the agency’s own systems' },
      { name: 'endpoints', description: 'Stream, health, metrics, documents' },
    ],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token (RFC 9068)' },
      },
      schemas: usedSchemas(paths, answerSchemas()),
    },
  };
}

function describeOperation(name: string, operation: Operation): Json {
  const { surface, summary, roles, method, output, errors } = operation;
  const input = inputSchema(operation);
  const body = method === 'POST' ? describeBody(operation.path, input) : null;
  return {
    operationId: name,
    tags: [surface],
    summary,
    description: `Roles: ${roles.join(', ')}`,
    security: [{ token: [] }],
    parameters: [...headerParameters(operation), ...urlParameters(operation, input)],
    ...(body && { requestBody: body }),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: answerReference(name, output) } } },
      ...problemResponses([...COMMON_ERRORS, ...errors]),
    },
  };
}

function describeEndpoint(name: string, { path, summary, roles, produces, errors = [], unavailable }: Endpoint): Json {
  const anyone = roles === 'anyone';
  const own = { [produces]: { schema: endpointSchema(produces) } };
  const problems = problemResponses([...(anyone ? ENDPOINT_ERRORS.anyone : ENDPOINT_ERRORS.staff), ...errors]);
  const { 503: overloaded } = problems;
  return {
    operationId: name,
    tags: ['endpoints'],
    summary,
    description: anyone ? 'Without a token' : `Roles: ${roles.join(', ')}`,
    security: anyone ? [] : [{ token: [] }],
    parameters: pathParameters(path).map((parameter) => ({
      name: parameter,
      in: 'path',
      required: true,
      description: 'May hold slashes',
      schema: { type: 'string' },
    })),
    responses: {
      200: { description: 'OK', content: own },
      ...problems,
      ...(unavailable && { 503: { ...overloaded, content: { ...overloaded?.content, ...own } } }),
    },
  };
}

const endpointSchema = (produces: string): Json => ({ type: produces === 'application/json' ? 'object' : 'string' });

function headerParameters({ kind, surface }: Operation): Json[] {
  const header = (name: string, required: boolean, description: string, schema: Json) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string', ...schema },
  });
  return [
    ...(kind === 'action'
      ? [header(HEADERS.idempotencyKey, true, 'Same key, same content: same answer', { format: 'uuid' })]
      : []),
    ...(surface !== 'service'
      ? [
          header(HEADERS.workstation, false, 'The workstation, as claimed', {
            pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
          }),
          header(HEADERS.consoleVersion, false, 'Version of the console', {
            pattern: '^\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}$',
          }),
        ]
      : []),
  ];
}

/** A list is its name repeated: OpenAPI's `form` with `explode`, the default. */
function urlParameters({ method, path }: Operation, { properties, required }: InputSchema): Json[] {
  const inPath = pathParameters(path);
  return Object.entries(properties)
    .filter(([name]) => method === 'GET' || inPath.includes(name))
    .map(([name, schema]) => ({
      name,
      in: inPath.includes(name) ? 'path' : 'query',
      required: required.includes(name),
      schema,
    }));
}

function describeBody(path: string, { properties, required, ...schema }: InputSchema): Json {
  const inPath = pathParameters(path);
  const needed = required.filter((name) => !inPath.includes(name));
  const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !inPath.includes(name)));
  return {
    required: needed.length > 0,
    content: { 'application/json': { schema: { ...schema, properties: own, required: needed } } },
  };
}

/** One answer a status; where several codes share one, any of their reports. */
function problemResponses(codes: readonly ErrorCode[]): Record<string, { description: string; content: Json }> {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, sharing]) => {
      const schemas = sharing.map((code) => reference(problemName(code)));
      const schema = schemas.length === 1 ? schemas[0] : { oneOf: schemas };
      return [status, { description: sharing.join(', '), content: { 'application/problem+json': { schema } } }];
    }),
  );
}
