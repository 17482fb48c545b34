import fc from 'fast-check';

/** As much of JSON Schema 2020-12 as OpenAPI documents and Zod's JSON Schemas use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
export interface Known {
  /** Ids of things that are there, so that some of what is generated finds something; `field` is where the id goes. */
  ids: (field: string) => string[];
  /** Where a `$ref` leads. */
  resolve: (ref: string) => Schema;
}

const ID_PATTERN = '^[0-9a-f]{24}$';
const LONGEST = 300;
/** What breaks parsers: nothing, everything, the edges of numbers, halves of letters, names with a meaning. */
const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1e308,
    2 ** 53,
    0.1,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '‮',
    '__proto__',
    'NaN',
    '%00',
    '../../etc/passwd',
  ),
  fc.constantFrom<unknown>("' OR 1=1 --", '{"$gt":""}', '<script>alert(1)</script>', '%s%n', 'a'.repeat(20_000), [], {}, [[[[[[]]]]]]),
  fc.constantFrom<unknown>({ $gt: '' }, { $where: '1' }, JSON.parse('{"__proto__":{"isAdmin":true}}'), { constructor: { prototype: {} } }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Values of the schema, and of almost it: in two of five, anywhere in them and once in a while, is something that does not fit. */
export function valuesOf(schema: Schema, known: Known, field = ''): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 3, arbitrary: fitting(schema, { ...known, field, isHostile: false }) },
    { weight: 2, arbitrary: anyOf(schema, { ...known, field, isHostile: true }) },
  );
}
interface Mode extends Known {
  isHostile: boolean;
  field: string;
}
function anyOf(schema: Schema, mode: Mode): fc.Arbitrary<unknown> {
  const fits = fitting(schema, mode);
  return mode.isHostile ? fc.oneof({ weight: 12, arbitrary: fits }, { weight: 1, arbitrary: HOSTILE }) : fits;
}

function fitting(schema: Schema, mode: Mode): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return anyOf(mode.resolve(schema.$ref), mode);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => anyOf(choice, mode)));
  if (schema.allOf) return anyOf(Object.assign({}, ...schema.allOf), mode);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  return types.length === 0 ? HOSTILE : fc.oneof(...types.map((type) => ofType(type, schema, mode)));
}

function ofType(type: string, schema: Schema, mode: Mode): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return text(schema, mode);
    case 'integer':
      return fc.integer(range(schema));
    case 'number': {
      const { min, max } = range(schema);
      return fc.double({ min, max, noNaN: true });
    }
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const maxLength = Math.min(schema.maxItems ?? 4, 4);
      return fc.array(anyOf(schema.items ?? {}, mode), { minLength: Math.min(schema.minItems ?? 0, maxLength), maxLength });
    }
    case 'object':
      return record(schema, mode);
    default:
      return fc.constant(null);
  }
}

function record({ properties = {}, required = [] }: Schema, mode: Mode): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, anyOf(schema, { ...mode, field: name })]));
  // Once in a while a field is missing that should not be, or is there that should not be.
  const whole = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
  if (!mode.isHostile) return whole;
  return fc.oneof(
    { weight: 16, arbitrary: whole },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.tuple(whole, fc.string({ maxLength: 12 }), HOSTILE).map(([all, name, more]) => ({ ...all, [name]: more })) },
  );
}

function text({ pattern, format, minLength = 0, maxLength = LONGEST }: Schema, mode: Mode): fc.Arbitrary<string> {
  if (pattern === ID_PATTERN)
    return fc.oneof({ weight: 4, arbitrary: someId(mode) }, { weight: 1, arbitrary: fc.stringMatching(/^[0-9a-f]{24}$/) });
  switch (format) {
    case 'email':
      return fc.stringMatching(/^[a-z]{1,12}@[a-z]{1,8}\.example$/);
    case 'date-time':
      return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((date) => date.toISOString());
    case 'uri':
      // Nothing is ever sent anywhere but here, where port 9 takes nothing.
      return fc.stringMatching(/^[a-z]{0,8}$/).map((path) => `http://127.0.0.1:9/${path}`);
  }
  // fast-check makes nothing of lookaheads: without them some of what it makes is refused, which is as good.
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern.replaceAll(/\(\?[!=][^)]*\)/g, '')), { maxLength: Math.min(maxLength, LONGEST) });
  const longest = Math.min(maxLength, LONGEST);
  return fc.string({ unit: 'grapheme', minLength: Math.min(minLength, longest), maxLength: longest });
}
const someId = ({ ids, field }: Mode): fc.Arbitrary<string> =>
  fc.nat().map((index) => {
    const there = ids(field);
    return there[index % Math.max(1, there.length)] ?? '0'.repeat(24);
  });

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): { min: number; max: number } {
  const min = minimum ?? (exclusiveMinimum === undefined ? -1_000_000 : exclusiveMinimum + 1);
  const max = maximum ?? (exclusiveMaximum === undefined ? 1_000_000_000 : exclusiveMaximum - 1);
  return { min: Math.max(min, Number.MIN_SAFE_INTEGER), max: Math.min(Math.max(min, max), Number.MAX_SAFE_INTEGER) };
}
