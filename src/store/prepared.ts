import type { ClientBase } from 'pg';

const MARK = /^\/\* prepared as (\w+) \*\//;

/** A statement that is run hundreds of times a second: each connection has it parsed and planned once. @param name Of this text alone. */
export function prepared(name: string, text: string): string {
  return `/* prepared as ${name} */ ${text}`;
}

/** Kysely names no statement, and the driver prepares only what has a name: this client reads it out of the text. */
export function keepPrepared(client: ClientBase): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const named = (...given: unknown[]) => {
    const [text, values] = given;
    const name = typeof text === 'string' ? MARK.exec(text)?.[1] : undefined;
    return name === undefined ? query(...given) : query({ name, text, values });
  };
  client.query = named as ClientBase['query'];
}
