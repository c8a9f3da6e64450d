import type { Client, SendRequestOptions } from 'jira.js/core';
import type { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import type { JsonAnswer, JsonRequest, Transport } from '../http.ts';
import type { QueryValue } from '../transport/to-wire.ts';

type JiraSdk = typeof import('jira.js/cloud');

interface CallOptions {
  /** Statuses that `refuse` explains; it is asked before the answer is read. */
  readonly accept?: readonly number[];
  readonly refuse?: (answer: JsonAnswer) => ConnectorError | null;
  /** It changes something at the site, so that it is not sent again by itself. */
  readonly isWrite?: boolean;
}

/** One documented call: jira.js builds the request, our transport sends it, our schema reads the answer. */
export type Call = <T>(
  name: string,
  answerSchema: z.ZodType<T>,
  signal: AbortSignal,
  send: (sdk: JiraSdk, client: Client) => Promise<unknown>,
  options?: CallOptions,
) => Promise<T>;

export function createCall(transport: Transport): Call {
  return async (name, answerSchema, signal, send, { accept = [], refuse = () => null, isWrite = false } = {}) => {
    const client: Client = {
      async sendRequest<Answer>(request: SendRequestOptions<Answer>): Promise<Answer> {
        const answer = await transport.json(
          name,
          {
            method: (request.method ?? 'GET') as JsonRequest['method'],
            path: request.url,
            query: request.searchParams as Record<string, QueryValue> | undefined,
            body: request.body,
            isRead: !isWrite,
            accept,
          },
          signal,
        );
        const refusal = refuse(answer);
        if (refusal) throw refusal;
        return answer.body as Answer;
      },
    };
    return readAs(name, answerSchema, await send(await loadSdk(), client));
  };
}

/** @throws ConnectorError `unexpected-answer` for another form, without a value of it. */
export function readAs<T>(name: string, answerSchema: z.ZodType<T>, body: unknown): T {
  const parsed = answerSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') || 'the answer';
  throw fail(name, 'unexpected-answer', `${where} is not what Jira documents`);
}

export function fail(call: string, kind: ConnectorError['kind'], because: string): ConnectorError {
  return new ConnectorError({ tool: 'jira', call, kind, because });
}

let sdk: Promise<JiraSdk> | undefined;

/** Loading jira.js builds a thousand schemas (about half a second, 80 MB), which commands that never call Jira need not pay for. */
function loadSdk(): Promise<JiraSdk> {
  sdk ??= import('jira.js/cloud');
  return sdk;
}
