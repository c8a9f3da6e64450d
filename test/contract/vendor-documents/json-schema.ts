/** OpenAPI 3.0 schemas made into JSON Schema, read as their authors meant them. */
// biome-ignore lint/suspicious/noExplicitAny: a vendor's document, read by shape
export type Json = Record<string, any>;

/**
 * The document with every schema converted in place:
 * - `nullable` becomes a null beside the type, also where it stands beside a `$ref` or in one part of an `allOf`;
 * - a `$ref` keeps only what OpenAPI 3.0 lets stand beside it, which is nothing;
 * - Asana writes `TaskCompact` where `opt_fields` may add anything of `TaskResponse`: a compact one inside another schema stands for
 *   the whole one;
 * - formats and keywords that say nothing of a value go.
 */
export function toJsonSchemas(document: Json): Json {
  const names = new Set(Object.keys(document.components?.schemas ?? {}));
  return convert(document, { names, isInside: false }) as Json;
}

interface Place {
  readonly names: ReadonlySet<string>;
  /** Below `properties` or `items`: another value than the schema's own. */
  readonly isInside: boolean;
}

const wordless = new Set([
  'example',
  'examples',
  'discriminator',
  'xml',
  'externalDocs',
  'description',
  'default',
  'deprecated',
]);

function convert(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((each) => convert(each, place));
  if (typeof value !== 'object' || value === null) return value;
  const from = value as Json;
  if (typeof from.$ref === 'string') return orNull({ $ref: widen(from.$ref, place) }, from.nullable === true);
  const to: Json = {};
  for (const [key, each] of Object.entries(from)) {
    if (isWordless(key, each) || key === 'nullable') continue;
    to[key] = key === 'properties' ? convertProperties(each, place) : convert(each, insideOf(key, place));
  }
  return orNull(to, from.nullable === true || isNullableAllOf(from));
}

/** A field may be named like a keyword, so the names of properties are no keywords. */
function convertProperties(properties: Json, place: Place): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, convert(schema, { ...place, isInside: true })]),
  );
}

function insideOf(key: string, place: Place): Place {
  if (key === 'items' || key === 'additionalProperties') return { ...place, isInside: true };
  return key === 'schemas' ? { ...place, isInside: false } : place;
}

function isWordless(key: string, value: unknown): boolean {
  // A schema may itself be called "example"; then it is an object with a type.
  return wordless.has(key) && !(typeof value === 'object' && value !== null && 'type' in value && key !== 'example');
}

function widen(ref: string, { names, isInside }: Place): string {
  const whole = ref.replace(/Compact$/, 'Response');
  return isInside && names.has(whole.split('/').at(-1) as string) ? whole : ref;
}

function isNullableAllOf(schema: Json): boolean {
  return Array.isArray(schema.allOf) && schema.allOf.some((part: Json) => !part.$ref && part.nullable === true);
}

function orNull(schema: Json, isNullable: boolean): Json {
  if (!isNullable) return schema;
  if (typeof schema.type === 'string' && !schema.enum) return { ...schema, type: [schema.type, 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
}
