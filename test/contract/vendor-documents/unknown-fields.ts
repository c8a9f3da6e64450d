/** Fields of an answer that its schema does not name. OpenAPI lets any be added; an answer that invents some is still not the vendor's. */
import { resolve } from './document.ts';
import type { Json } from './json-schema.ts';

/** Paths of them, array positions as `*`, each once. Where the schema leaves an object open or unsaid, nothing in it is unknown. */
export function unknownFields(schema: Json, value: unknown, root: Json): string[] {
  return [...new Set(look([schema], value, root, ''))];
}

function look(schemas: readonly Json[], value: unknown, root: Json, path: string): string[] {
  const parts = schemas.flatMap((schema) => partsOf(schema, root));
  if (parts.length === 0) return [];
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => (part.items ? [part.items as Json] : []));
    return items.length === 0 ? [] : value.flatMap((each) => look(items, each, root, `${path}/*`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const isOpen = parts.some(
    (part) => part.additionalProperties === true || typeof part.additionalProperties === 'object',
  );
  const isUnsaid = parts.every((part) => !part.properties);
  if (isUnsaid) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const known = parts.flatMap((part) => (part.properties?.[name] ? [part.properties[name] as Json] : []));
    if (known.length > 0) return look(known, each, root, `${path}/${name}`);
    return isOpen ? [] : [`${path}/${name}`];
  });
}

/** The schema and all it is put together from. */
function partsOf(schema: Json, root: Json): Json[] {
  const own = resolve(schema, root);
  const others = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (own[key] as Json[] | undefined) ?? []);
  return [own, ...others.flatMap((other) => partsOf(other, root))];
}
