/** The shape of recorded payloads: which fields there are, and of which types, for answers that no schema describes. */
import { resolve } from './document.ts';
import type { Json } from './json-schema.ts';

export interface Shape {
  readonly types: Set<string>;
  readonly fields: Map<string, Shape>;
  /** Of an array's members; null while only empty ones were recorded. */
  items: Shape | null;
}

export function emptyShape(): Shape {
  return { types: new Set(), fields: new Map(), items: null };
}

function learn(shape: Shape, value: unknown): Shape {
  shape.types.add(typeOf(value));
  if (Array.isArray(value)) {
    for (const each of value) shape.items = learn(shape.items ?? emptyShape(), each);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      shape.fields.set(name, learn(shape.fields.get(name) ?? emptyShape(), each));
    }
  }
  return shape;
}

export function learnAll(values: readonly unknown[]): Shape {
  const shape = emptyShape();
  for (const value of values) learn(shape, value);
  return shape;
}

export function arrayOf(items: Shape): Shape {
  return { types: new Set(['array']), fields: new Map(), items };
}

/** The same shape with these fields beside its own. */
export function withFields(shape: Shape, fields: Readonly<Record<string, Shape>>): Shape {
  return { ...shape, fields: new Map([...shape.fields, ...Object.entries(fields)]) };
}

/** What either of them allows. */
export function merge(one: Shape, other: Shape): Shape {
  const fields = new Map(one.fields);
  for (const [name, shape] of other.fields) {
    const known = fields.get(name);
    fields.set(name, known ? merge(known, shape) : shape);
  }
  const items = one.items && other.items ? merge(one.items, other.items) : (one.items ?? other.items);
  return { types: new Set([...one.types, ...other.types]), fields, items };
}

/** Where the value leaves the shape, each as `/path is a string, recorded as number`; array positions as `*`. */
export function compare(shape: Shape, value: unknown, path = ''): string[] {
  const type = typeOf(value);
  if (!shape.types.has(type)) {
    return [`${path || '/'} is ${type}, recorded as ${[...shape.types].sort().join(' or ')}`];
  }
  if (Array.isArray(value)) {
    const { items } = shape;
    return items ? value.flatMap((each) => compare(items, each, `${path}/*`)) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const field = shape.fields.get(name);
    return field ? compare(field, each, `${path}/${name}`) : [`${path}/${name} was never recorded`];
  });
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** The same from a schema, for parts of which nothing was recorded. */
export function shapeOf(schema: Json, root: Json): Shape {
  const own = resolve(schema, root);
  const shape: Shape = { types: typesOf(own), fields: new Map(), items: own.items ? shapeOf(own.items, root) : null };
  for (const [name, each] of Object.entries(own.properties ?? {})) shape.fields.set(name, shapeOf(each as Json, root));
  const others = [...(own.allOf ?? []), ...(own.anyOf ?? []), ...(own.oneOf ?? [])];
  return others.reduce((whole: Shape, other) => merge(whole, shapeOf(other, root)), shape);
}

function typesOf(schema: Json): Set<string> {
  const said = [schema.type ?? (schema.properties ? 'object' : [])].flat();
  return new Set(said.map((type) => (type === 'integer' ? 'number' : type)));
}
