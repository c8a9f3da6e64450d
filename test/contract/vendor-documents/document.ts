/** A vendor's OpenAPI document: its operations, and its schemas as JSON Schema that ajv understands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { SimWiki } from '../../../src/demo/wiki-world.ts';
import type { SimTool } from '../../../src/demo/world.ts';
import { type Json, toJsonSchemas } from './json-schema.ts';

export interface Operation {
  /** `GET /boards/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Json[];
  readonly body: Json | null;
  /** By status; null where the document lists the status without saying what it holds. */
  readonly answers: ReadonlyMap<string, Json | null>;
}

export interface VendorDocument<Tool extends string = SimTool | SimWiki> {
  readonly tool: Tool;
  readonly operations: readonly Operation[];
  /** The whole document after conversion: what `$ref` points into. */
  readonly root: Json;
  find(method: string, path: string): { operation: Operation; pathValues: Readonly<Record<string, string>> } | null;
}

const sources: Readonly<Record<SimTool, { readonly file: string; readonly base: string }>> = {
  jira: { file: 'jira-platform-v3.json', base: '' },
  asana: { file: 'asana.yaml.gz', base: '/api/1.0' },
  trello: { file: 'trello.json', base: '/1' },
};

/** @param folder What PLUMBLINE_FIXTURES names. */
export function loadDocument(tool: SimTool, folder: string): VendorDocument<SimTool> {
  const { file, base } = sources[tool];
  return openDocument(tool, join(folder, 'vendor-specs', file), base);
}

/**
 * @param base What its paths are below.
 * @param read Its text as a document; where it cannot be taken at its word, as it is meant.
 */
export function openDocument<Tool extends string>(
  tool: Tool,
  file: string,
  base: string,
  read?: (text: string) => Json,
): VendorDocument<Tool> {
  const root = toJsonSchemas(read ? read(readFileSync(file, 'utf8')) : readDocument(file));
  const operations = Object.entries(root.paths as Json).flatMap(([path, item]) =>
    operationsOf(path, item as Json, root),
  );
  return { tool, operations, root, find: (method, path) => findOperation(operations, base, method, path) };
}

function readDocument(file: string): Json {
  const bytes = readFileSync(file);
  if (file.endsWith('.json')) return JSON.parse(bytes.toString('utf8'));
  // Asana's document repeats itself through YAML aliases, more often than the parser's guard against bombs expects.
  return parse(gunzipSync(bytes).toString('utf8'), { maxAliasCount: -1 });
}

const methods = ['get', 'post', 'put', 'delete', 'patch'];

function operationsOf(path: string, item: Json, root: Json): Operation[] {
  return methods.flatMap((method) => {
    const operation = item[method] as Json | undefined;
    if (!operation) return [];
    const parameters = [...list(item.parameters), ...list(operation.parameters)].map((each) => resolve(each, root));
    const body = operation.requestBody ? jsonSchemaIn(resolve(operation.requestBody as Json, root)) : null;
    const answers = new Map(
      Object.entries(operation.responses as Json).map(([status, answer]) => [
        status,
        jsonSchemaIn(resolve(answer as Json, root)),
      ]),
    );
    return [{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, parameters, body, answers }];
  });
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value : [];
}

function jsonSchemaIn(holder: Json): Json | null {
  const content = holder.content as Record<string, Json> | undefined;
  const json = Object.entries(content ?? {}).find(([type]) => type.includes('json'))?.[1];
  return (json?.schema as Json | undefined) ?? null;
}

export function resolve(value: Json, root: Json): Json {
  if (typeof value.$ref !== 'string') return value;
  const steps = value.$ref.split('/').slice(1);
  let found: unknown = root;
  for (const step of steps) found = (found as Json)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return resolve(found as Json, root);
}

/** Of several paths that fit, the one with the fewest holes: `/users/me` before `/users/{gid}`. */
function findOperation(operations: readonly Operation[], base: string, method: string, path: string) {
  if (!path.startsWith(base)) return null;
  const asked = path.slice(base.length).split('/');
  const fits = operations
    .filter((operation) => operation.method === method)
    .flatMap((operation) => {
      const pathValues = matchPath(operation.path.split('/'), asked);
      return pathValues ? [{ operation, pathValues }] : [];
    });
  fits.sort((one, other) => Object.keys(one.pathValues).length - Object.keys(other.pathValues).length);
  return fits[0] ?? null;
}

function matchPath(template: readonly string[], asked: readonly string[]): Record<string, string> | null {
  if (template.length !== asked.length) return null;
  const values: Record<string, string> = {};
  for (const [at, part] of template.entries()) {
    const given = asked[at] as string;
    if (part.startsWith('{')) values[part.slice(1, -1)] = decodeURIComponent(given);
    else if (part !== given) return null;
  }
  return values;
}
