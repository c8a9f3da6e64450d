import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatOptions, createChatJudge } from '../../../connectors/chat.ts';
import { createReach } from '../../../connectors/transport/reach.ts';
import type { JudgeForm, JudgeQuestion } from '../../../src/domain/judge.ts';
import { type ChatAnswer, type ChatServer, startChatServer, verdict } from '../../helpers/chat-server.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';

const KEY = 'sk-hunter2';
const QUESTION: JudgeQuestion = {
  title: 'Map the columns of a customer file',
  text: null,
  goals: [
    { id: 'g1', key: 'KR1.1', title: 'Nine of ten imports need no help' },
    { id: 'g2', key: 'O2', title: 'Shorter waiting lists' },
  ],
};
const NEVER = new AbortController().signal;

let server: ChatServer;
beforeEach(async () => {
  server = await startChatServer(() => verdict('KR1.1'));
});
afterEach(() => server.close());

function judge(given: Partial<ChatOptions> = {}) {
  const limits = { seesText: false, requestsPerDay: 10, tokensPerDay: 10_000 };
  return createChatJudge({ url: server.url, model: 'small-1', key: KEY, ...limits, reach: LOOPBACK, ...given });
}

async function askWith(answer: ChatAnswer, form: JudgeForm = 'json_schema', given: Partial<ChatOptions> = {}) {
  server.answer = () => answer;
  return judge(given).ask(QUESTION, form, NEVER);
}

const withStatus =
  (status: number, headers: Record<string, string> = {}, body = '{"error":{"message":"sk-hunter2 is not right"}}') =>
  (response: Parameters<Extract<ChatAnswer, (...a: never[]) => void>>[0]) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

describe('what a chat judge sends', () => {
  it('is one request with the task, the goals by key and title, and the form of the answer', async () => {
    const reply = await judge().ask(QUESTION, 'json_schema', NEVER);
    expect(reply).toEqual({
      is: 'verdict',
      verdict: { goalId: 'g1', likelihood: 0.7, because: 'Both speak of the import.' },
      tokens: 321,
    });
    const [request, ...more] = server.requests;
    expect(more).toEqual([]);
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(request?.body).toMatchObject({
      model: 'small-1',
      max_completion_tokens: 1_000,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'verdict',
          strict: true,
          schema: {
            required: ['goal', 'likelihood', 'because'],
            additionalProperties: false,
            properties: { goal: { enum: ['KR1.1', 'O2', null] } },
          },
        },
      },
    });
    expect(JSON.parse(request?.body.messages.at(-1)?.content ?? '')).toEqual({
      task: { title: QUESTION.title },
      goals: [
        { key: 'KR1.1', title: 'Nine of ten imports need no help' },
        { key: 'O2', title: 'Shorter waiting lists' },
      ],
    });
  });

  it('has no id of ours in it, nor any other part of a task', async () => {
    await judge().ask(QUESTION, 'json_schema', NEVER);
    expect(JSON.stringify(server.requests[0]?.body)).not.toMatch(/"g1"|"g2"|description"/);
  });

  it('carries no key where there is none, and asks plainer endpoints in plainer forms', async () => {
    await judge({ key: null }).ask(QUESTION, 'json_object', NEVER);
    await judge({ key: null }).ask(QUESTION, 'text', NEVER);
    const [object, text] = server.requests;
    expect(object?.headers.authorization).toBeUndefined();
    expect(object?.body.response_format).toEqual({ type: 'json_object' });
    expect(text?.body).not.toHaveProperty('response_format');
    expect(text?.body).toMatchObject({ max_tokens: 1_000 });
  });

  it('never takes more tokens than are reckoned for it', async () => {
    await judge().ask(QUESTION, 'json_schema', NEVER);
    const sent = Buffer.byteLength(JSON.stringify(server.requests[0]?.body));
    expect(judge().tokensOf(QUESTION)).toBe(sent + 1_000);
  });
});

describe('what a chat judge takes for a verdict', () => {
  it('is none of the goals, too', async () => {
    const reply = await askWith(verdict(null, 0.9, 'Routine upkeep.'));
    expect(reply).toMatchObject({ is: 'verdict', verdict: { goalId: null, likelihood: 0.9 } });
  });

  it('has its words in one line without control characters', async () => {
    const reply = await askWith(verdict('O2', 1, 'red \u001b[31malert\n\u202Ereversed\u0000 '));
    expect(reply).toMatchObject({ verdict: { because: 'red [31malert reversed' } });
  });

  it.each([
    ['a goal that was not offered', verdict('O1')],
    ['a goal by its title', verdict('Shorter waiting lists')],
    ['a likelihood beyond 1', verdict('O2', 1.01)],
    ['a negative likelihood', verdict('O2', -0.1)],
    ['a likelihood as a text', '{"goal":"O2","likelihood":"0.7","because":"x"}'],
    ['no likelihood', '{"goal":"O2","because":"x"}'],
    ['no goal at all', '{"likelihood":0.7,"because":"x"}'],
    ['a field nobody asked for', '{"goal":"O2","likelihood":0.7,"because":"x","verdict":"automatic"}'],
    ['no reason', verdict('O2', 0.7, ' \n ')],
    ['an endless reason', verdict('O2', 0.7, 'x'.repeat(601))],
    ['JSON in a fence', `\`\`\`json\n${verdict('O2')}\n\`\`\``],
    ['talk around JSON', `Sure! ${verdict('O2')}`],
    ['half of it', verdict('O2').slice(0, -3)],
    ['several verdicts', `[${verdict('O2')}]`],
    ['nothing', ''],
  ])('is never %s: all of it is refused', async (_what, content) => {
    expect(await askWith(content)).toEqual({
      is: 'refused',
      because: 'the answer is not in the form that was asked for',
      tokens: 321,
    });
  });

  it('is no answer that was cut short, even one that can be read', async () => {
    const reply = await askWith({ content: verdict('O2'), finish: 'length', tokens: null });
    expect(reply).toEqual({ is: 'refused', because: 'the answer was cut short', tokens: null });
  });
});

describe('a chat judge in trouble', () => {
  it.each([
    [401, 'unauthorised'],
    [403, 'unauthorised'],
    [404, 'unexpected'],
    [408, 'unavailable'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('tells %i as %s, without a word of the answer', async (status, kind) => {
    const reply = await askWith(withStatus(status));
    expect(reply).toMatchObject({ is: 'trouble', trouble: { kind } });
    expect(JSON.stringify(reply)).not.toContain('hunter2');
  });

  it('keeps the wait that was told', async () => {
    const reply = await askWith(withStatus(429, { 'retry-after': '7' }));
    expect(reply).toMatchObject({ trouble: { kind: 'rate-limited', retryAfterMs: 7_000 } });
  });

  it.each([400, 422])('says when the request is not taken (%i), perhaps for its form', async (status) => {
    expect(await askWith(withStatus(status))).toMatchObject({ is: 'not-taken' });
  });

  it('follows no redirect, so that its key stays at its origin', async () => {
    const other = await startChatServer(() => verdict('O2'));
    try {
      const reply = await askWith(withStatus(307, { location: `${other.url}/chat/completions` }));
      expect(reply).toMatchObject({ trouble: { kind: 'unexpected', because: expect.stringContaining('(307)') } });
      expect(other.connections).toBe(0);
    } finally {
      await other.close();
    }
  });

  it.each<[string, ChatAnswer, string]>([
    ['a page', withStatus(200, { 'content-type': 'text/html' }, '<!doctype html><p>Sign in'), 'unexpected'],
    ['JSON of another form', withStatus(200, {}, '{"answer":42}'), 'unexpected'],
    ['no choice', withStatus(200, {}, '{"choices":[]}'), 'unexpected'],
    ['half an answer', withStatus(200, {}, '{"choices":[{"message":{"content":"{\\"goal'), 'unavailable'],
    [
      'an answer that breaks off',
      (response) => void response.writeHead(200, { 'content-length': '999' }).write('{', () => response.destroy()),
      'unavailable',
    ],
    ['a broken connection', (response) => void response.destroy(), 'unavailable'],
    ['more than anybody needs', withStatus(200, {}, `{"choices":"${'x'.repeat(1024 * 1024)}"}`), 'unexpected'],
  ])('takes %s for what it is', async (_what, answer, kind) => {
    expect(await askWith(answer)).toMatchObject({ is: 'trouble', trouble: { kind } });
  });

  it('ends when no answer comes', async () => {
    const reply = await askWith(() => undefined, 'json_schema', { bounds: { headersMs: 100, totalMs: 200 } });
    expect(reply).toMatchObject({ trouble: { kind: 'unavailable', because: 'no answer in time' } });
  });

  it('leaves at once when it is told to', async () => {
    const stop = new AbortController();
    server.answer = () => () => stop.abort(new Error('stopping'));
    await expect(judge().ask(QUESTION, 'json_schema', stop.signal)).rejects.toThrow('stopping');
  });

  it('is not asked inside a private network that nobody listed: nothing connects', async () => {
    const closed = createReach([]);
    for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
      const reply = await judge({ url, reach: closed }).ask(QUESTION, 'json_schema', NEVER);
      expect(reply).toMatchObject({ trouble: { because: expect.stringContaining('PLUMBLINE_PRIVATE_RANGES') } });
    }
    expect(server.connections).toBe(0);
  });

  it('shows its key to nobody who prints it', () => {
    expect(inspect(judge(), { depth: 9, showHidden: true }) + JSON.stringify(judge())).not.toContain(KEY);
  });
});
