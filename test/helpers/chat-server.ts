import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an OpenAI-compatible endpoint was asked. */
export interface ChatRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly max_tokens?: number;
    readonly max_completion_tokens?: number;
    readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: unknown } };
  };
}

/** What is answered: a text as the model's content, or anything at all below that. */
export type ChatAnswer =
  | string
  | { readonly content: string; readonly tokens?: number | null; readonly finish?: string }
  | ((response: ServerResponse) => void);

export interface ChatServer {
  /** What `/chat/completions` is under. */
  readonly url: string;
  readonly requests: readonly ChatRequest[];
  /** Connections ever made to it. */
  readonly connections: number;
  /** What comes next is answered so. */
  answer: (request: ChatRequest) => ChatAnswer;
  close(): Promise<void>;
}

/** A chat endpoint on this machine that says what a test tells it to. */
export async function startChatServer(answer: ChatServer['answer']): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  let connections = 0;
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
    const request = { path: incoming.url ?? '', headers: incoming.headers, body };
    requests.push(request);
    send(response, chat.answer(request));
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const chat: ChatServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    get connections() {
      return connections;
    },
    answer,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return chat;
}

function send(response: ServerResponse, answer: ChatAnswer): void {
  if (typeof answer === 'function') {
    answer(response);
    return;
  }
  const { content, tokens = 321, finish = 'stop' } = typeof answer === 'string' ? { content: answer } : answer;
  const message = { role: 'assistant', content, refusal: null };
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_763_809_200,
      model: 'stand-in',
      choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
      ...(tokens === null
        ? {}
        : { usage: { prompt_tokens: tokens - 20, completion_tokens: 20, total_tokens: tokens } }),
    }),
  );
}

export function verdict(goal: string | null, likelihood = 0.7, because = 'Both speak of the import.'): string {
  return JSON.stringify({ goal, likelihood, because });
}
