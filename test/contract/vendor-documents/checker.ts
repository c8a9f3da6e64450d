/** Holds exchanges against a vendor's document, and against recorded payloads where the document is silent. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import type { Operation, VendorDocument } from './document.ts';
import type { Finding } from './finding.ts';
import type { Json } from './json-schema.ts';
import type { Exchange } from './proxy.ts';
import { compare, type Shape } from './recorded-shape.ts';
import { unknownFields } from './unknown-fields.ts';

/** What an operation's answers look like in the recordings. */
export interface Recording {
  readonly shape: Shape;
  /** The part of an answer it speaks of, which the document leaves open; null: all of it, for where the document is silent. */
  readonly part: ((answer: Json) => unknown) | null;
}

/** Null where nothing was recorded. */
export type Recordings = (operation: string) => Recording | null;

export interface Verdict {
  readonly findings: readonly Finding[];
  /** Operations of which an answer was held against a schema, and against a recording. */
  readonly bySchema: ReadonlySet<string>;
  readonly byRecording: ReadonlySet<string>;
}

// ajv-formats is CommonJS: its function is the module's default export, one level deeper for Node than for its types.
const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;

export function makeChecker(
  document: VendorDocument,
  recordings: Recordings,
): (exchanges: readonly Exchange[]) => Verdict {
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateSchema: false, logger: false });
  addFormats(ajv);
  addLooseFormats(ajv);
  ajv.addSchema(document.root, 'vendor');
  const compiled = new Map<Json, ValidateFunction>();
  const validatorOf = (schema: Json): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(pointInto(schema));
    compiled.set(schema, known);
    return known;
  };
  const complaintsOf = (schema: Json, value: unknown): string[] => {
    const validate = validatorOf(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const path = instancePath.replace(/\/\d+(?=\/|$)/g, '/*') || '/';
      const extra = 'additionalProperty' in params ? ` (${params.additionalProperty})` : '';
      return `${path} ${message}${extra}`;
    });
  };
  return (exchanges) => judge(exchanges, { document, recordings, complaintsOf });
}

interface Means {
  readonly document: VendorDocument;
  readonly recordings: Recordings;
  complaintsOf(schema: Json, value: unknown): string[];
}

function judge(exchanges: readonly Exchange[], means: Means): Verdict {
  const findings = new Map<string, Finding>();
  const bySchema = new Set<string>();
  const byRecording = new Set<string>();
  const { tool } = means.document;
  for (const exchange of exchanges) {
    const found = means.document.find(exchange.method, exchange.path);
    const operation = found?.operation.name ?? `${exchange.method} ${exchange.path}`;
    const whats = found
      ? [
          ...requestFindings(exchange, found, means),
          ...answerFindings(exchange, found.operation, means, { bySchema, byRecording }),
        ]
      : ['the document has no such operation'];
    for (const what of whats) findings.set(`${operation} ${what}`, { tool, operation, what });
  }
  return { findings: [...findings.values()], bySchema, byRecording };
}

function requestFindings(
  { query, requestBody }: Exchange,
  { operation, pathValues }: NonNullable<ReturnType<VendorDocument['find']>>,
  means: Means,
): string[] {
  const findings: string[] = [];
  for (const [name, value] of Object.entries(pathValues)) {
    const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name);
    if (!parameter) findings.push(`path parameter ${name} is not declared`);
    else findings.push(...valueFindings(`path parameter ${name}`, parameter, [value], means));
  }
  for (const name of new Set(query.keys())) {
    const parameter = operation.parameters.find((each) => each.in === 'query' && each.name === name);
    if (!parameter) findings.push(`query parameter ${name} is not declared`);
    else findings.push(...valueFindings(`query parameter ${name}`, parameter, query.getAll(name), means));
  }
  for (const { in: place, name, required } of operation.parameters) {
    if (place === 'query' && required && !query.has(name)) findings.push(`query parameter ${name} is missing`);
  }
  if (requestBody !== null && !operation.body) findings.push('a body is sent, and none is declared');
  if (requestBody !== null && operation.body) {
    findings.push(...means.complaintsOf(operation.body, requestBody).map((complaint) => `body ${complaint}`));
    findings.push(
      ...unknownFields(operation.body, requestBody, means.document.root).map((path) => `body ${path} is not declared`),
    );
  }
  return findings;
}

function valueFindings(place: string, parameter: Json, given: readonly string[], means: Means): string[] {
  const schema = parameter.schema as Json;
  const isArray = schema.type === 'array';
  const parts = isArray && parameter.explode === false ? given.flatMap((each) => each.split(',')) : given;
  const value = isArray ? parts.map((part) => readValue(part, schema.items)) : readValue(given[0] ?? '', schema);
  return [...new Set(means.complaintsOf(schema, value))].map((complaint) => `${place} ${shown(value)}: ${complaint}`);
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 300);
}

/** A query carries text; it stands for what the schema says, where it reads as that. */
function readValue(text: string, schema: Json | undefined): unknown {
  if (schema?.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  if ((schema?.type === 'integer' || schema?.type === 'number') && text.trim() !== '' && !Number.isNaN(Number(text))) {
    return Number(text);
  }
  return text;
}

function answerFindings(
  { status, answer, contentType }: Exchange,
  operation: Operation,
  means: Means,
  checked: { readonly bySchema: Set<string>; readonly byRecording: Set<string> },
): string[] {
  const listed = operation.answers.get(String(status)) ?? operation.answers.get('default');
  const isListed = operation.answers.has(String(status)) || operation.answers.has('default');
  const place = `answer ${status}`;
  if (!isListed) return [`${place} is not listed`];
  if (listed && !contentType.includes('json')) return [`${place} is ${contentType.split(';')[0]}, not JSON`];
  const findings: string[] = [];
  const recording = status < 300 ? means.recordings(operation.name) : null;
  if (listed) {
    if (status < 300) checked.bySchema.add(operation.name);
    findings.push(...means.complaintsOf(listed, answer), ...inventedFields(listed, answer, recording, means));
    if (recording?.part) findings.push(...compare(recording.shape, recording.part(answer as Json)));
  } else if (recording) {
    checked.byRecording.add(operation.name);
    findings.push(...compare(recording.shape, answer));
  } else if (status < 300) {
    findings.push('has neither schema nor recording');
  }
  return [...new Set(findings)].map((finding) => `${place} ${finding}`);
}

/** What the document leaves out may still be recorded; what is neither is invented. */
function inventedFields(schema: Json, answer: unknown, recording: Recording | null, means: Means): string[] {
  const undeclared = unknownFields(schema, answer, means.document.root);
  if (!recording || recording.part) return undeclared.map((path) => `${path} is not declared`);
  const strange = new Set(compare(recording.shape, answer).map((each) => each.split(' ')[0]));
  return undeclared.filter((path) => strange.has(path)).map((path) => `${path} is neither declared nor recorded`);
}

/** A schema of the document refers into the document. */
function pointInto(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"vendor#/'));
}

/** Formats of vendors that say nothing a pattern could hold. */
function addLooseFormats(ajv: Ajv): void {
  for (const format of ['int32', 'int64', 'float', 'double', 'binary', 'byte', 'url', 'integer'])
    ajv.addFormat(format, true);
}
