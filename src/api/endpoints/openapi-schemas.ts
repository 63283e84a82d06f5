import * as z from 'zod';
import * as contract from '../../contract/index.ts';
import { ERROR_TYPE_PREFIX, ERRORS, type ErrorCode, OPERATIONS, type Operation } from '../../contract/index.ts';

export type Json = Record<string, unknown>;

const PREFIX = '#/components/schemas/';
export const reference = (name: string): Json => ({ $ref: PREFIX + name });

/** Name of an operation's answer among the components. */
export const answerName = (operation: string): string => `${capitalised(operation)}Answer`;
/** Name of an error's problem report among the components. */
export const problemName = (code: ErrorCode): string => `${code.split('_').map(capitalised).join('')}Problem`;

/**
 * What answers hold: every object of the contract that has a name, the answers of the operations, and a problem report
 * for each error code.
 */
export function answerSchemas(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(contract)) {
    if (schema instanceof z.ZodObject) registry.add(schema, { id });
  }
  for (const [name, { output }] of Object.entries<Operation>(OPERATIONS)) {
    if (!registry.has(output)) registry.add(output, { id: answerName(name) });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    uri: (id) => PREFIX + id,
    override: ({ jsonSchema }) => {
      withoutRedundantPattern(jsonSchema);
      // A newer API may answer more than a caller knows of.
      delete jsonSchema.additionalProperties;
    },
  });
  const named = Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]);
  return { ...Object.fromEntries(named), ...problemSchemas() };
}

/** What an operation takes; a list that is parsed row by row is told with what its rows are. */
export function inputSchema({ input, rows = {} }: Pick<Operation, 'input' | 'rows'>): InputSchema {
  const { properties, ...schema } = objectSchema(input);
  const lists = Object.entries(rows).map(([name, row]) => [name, { ...properties[name], items: objectSchema(row) }]);
  return { ...schema, properties: { ...properties, ...Object.fromEntries(lists) } };
}

function objectSchema(schema: z.ZodObject): InputSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => withoutRedundantPattern(jsonSchema),
  });
  return { ...json, properties: (json.properties ?? {}) as Record<string, Json>, required: json.required ?? [] };
}

export interface InputSchema extends Json {
  properties: Record<string, Json>;
  required: string[];
}

/** The component that an operation's answer is: a schema of the contract's own, or one named after the operation. */
export function answerReference(name: string, output: z.ZodObject): Json {
  const known = Object.entries(contract).find(([, schema]) => schema === output);
  return reference(known ? known[0] : answerName(name));
}

function problemSchemas(): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(ERRORS).map(([code, { status, details }]) => {
      const { $schema: _dialect, ...detailsSchema } = z.toJSONSchema(details, {
        override: ({ jsonSchema }) => withoutRedundantPattern(jsonSchema),
      });
      const own = {
        type: 'object',
        properties: { type: { const: ERROR_TYPE_PREFIX + code }, status: { const: status }, details: detailsSchema },
      };
      return [problemName(code as ErrorCode), { allOf: [reference('Problem'), own] }];
    }),
  );
}

const FORMATS: readonly unknown[] = ['uuid', 'date-time', 'ipv4', 'ipv6'];

/** The format says it already, and shorter. */
function withoutRedundantPattern(schema: { format?: unknown; pattern?: unknown }): void {
  if (FORMATS.includes(schema.format)) delete schema.pattern;
}

/** The schemas that the document's paths lead to, directly or by one another. */
export function usedSchemas(paths: Json, schemas: Readonly<Record<string, Json>>): Record<string, Json> {
  const used = new Set<string>();
  const follow = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      const name = key === '$ref' && typeof value === 'string' ? value.slice(PREFIX.length) : null;
      if (name === null) follow(value);
      else if (!used.has(name)) {
        used.add(name);
        follow(schemas[name]);
      }
    }
  };
  follow(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
