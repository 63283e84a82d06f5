import fc, { type Arbitrary } from 'fast-check';

/** As much of JSON Schema as the API's own document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
}

/** Texts that have broken something somewhere. */
const NASTY = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff',
  '\u202e',
  '\ufeff',
  '%00',
  '%',
  '_',
  "' OR '1'='1",
  '"; DROP TABLE accounts; --',
  '\\',
  '{{7*7}}',
  '../../etc/passwd',
  '%s%n',
  '\r\nSet-Cookie: x',
  '=1+1',
  '<script>',
  'NaN',
  '1e400',
  '-0',
  '9999999999999999999',
  '0000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  'infinity',
  '王小明',
  '𠮷野',
  '11010519491231002X',
  'x'.repeat(10_000),
];

const anything: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(0, -1, 2 ** 31, 2 ** 53, 1e300, 0.5, null, true, [], {}, [[]]),
);

/**
 * Values that fit the schema, and with some chance at any place one that does not: another type, a field more or less.
 *
 * @param ids UUIDs that mean something; others are made up
 */
export function valuesOf(schema: Schema, ids: readonly string[]): Arbitrary<unknown> {
  const fitting = fittingValues(schema, ids);
  return fc.oneof({ weight: 15, arbitrary: fitting }, { weight: 1, arbitrary: anything });
}

function fittingValues(schema: Schema, ids: readonly string[]): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, ids)));
  if (schema.type === 'object') return objects(schema, ids);
  if (schema.type === 'array') return lists(schema, ids);
  if (schema.type === 'string') return texts(schema, ids);
  if (schema.type === 'integer' || schema.type === 'number') return numbers(schema);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'null') return fc.constant(null);
  return anything;
}

function lists({ items = {}, minItems = 0, maxItems = 8 }: Schema, ids: readonly string[]): Arbitrary<unknown> {
  return fc.array(valuesOf(items, ids), { minLength: minItems, maxLength: Math.min(maxItems, 8) });
}

/** Small ones mostly: versions and page sizes. */
function numbers({ maximum = 1000 }: Schema): Arbitrary<number> {
  return fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -5, max: maximum }));
}

function objects({ properties = {}, required = [] }: Schema, ids: readonly string[]): Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, valuesOf(part, ids)]));
  const whole = recordsOf(model, required);
  return fc.oneof(
    { weight: 8, arbitrary: whole },
    { weight: 1, arbitrary: fc.record(model, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc.tuple(whole, fc.string(), anything).map(([own, name, more]) => ({ ...own, [name]: more })),
    },
  );
}

/** With what is required, and nothing else in every third; each field more is one more that may be wrong. */
export function recordsOf(
  model: Record<string, Arbitrary<unknown>>,
  required: readonly string[],
): Arbitrary<Record<string, unknown>> {
  const least = Object.fromEntries(Object.entries(model).filter(([name]) => required.includes(name)));
  return fc.oneof(
    { weight: 1, arbitrary: fc.record(least) },
    { weight: 2, arbitrary: fc.record(model, { requiredKeys: [...required] }) },
  );
}

function texts({ format, pattern, minLength = 0, maxLength = 64 }: Schema, ids: readonly string[]): Arbitrary<string> {
  if (format === 'uuid')
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.uuid() });
  if (format === 'date-time') {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
    return fc
      .oneof(fc.date(years), fc.date({ ...years, min: new Date('2026-01-01') }))
      .map((date) => date.toISOString());
  }
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 80)) };
  return fc.oneof(
    fc.string({ ...length, unit: 'grapheme' }),
    fc.string({ ...length, unit: 'binary' }),
    fc.constantFrom(...NASTY),
  );
}
