import { z } from 'zod';
import {
  type Judge,
  type JudgeForm,
  type JudgeQuestion,
  type JudgeReply,
  type JudgeTrouble,
  type OfferedGoal,
  promptOf,
} from '../src/domain/judge.ts';
import { BodyTooLargeError, exchange, type WireAnswer, type WireBounds } from './transport/exchange.ts';
import { PrivateAddressError, type Reach } from './transport/reach.ts';
import { readRetryAfter } from './transport/retry-after.ts';

export interface ChatOptions {
  /** What `/chat/completions` is under. The key goes to its origin and nowhere else. */
  readonly url: string;
  readonly model: string;
  /** null: none is sent. */
  readonly key: string | null;
  readonly seesText: boolean;
  readonly requestsPerDay: number;
  readonly tokensPerDay: number;
  readonly reach: Reach;
  readonly now?: () => number;
  readonly bounds?: Partial<Omit<WireBounds, 'reach'>>;
}

/** Models take their time; what takes longer answers nobody. */
const BOUNDS = { headersMs: 90_000, bodyMs: 30_000, totalMs: 120_000, bodyBytesMax: 1024 * 1024 };
/** Enough for a sentence, and for a model that thinks before it. */
const ANSWER_TOKENS_MAX = 1_000;
const BECAUSE_CHARACTERS_MAX = 600;

/**
 * A judge behind `POST /chat/completions` as OpenAI publishes it and others offer it, too (read 2026-11-22). One address, no redirect, one
 * request a call; no word of an answer but a verdict in the very form that was asked for comes back.
 */
export function createChatJudge(options: ChatOptions): Judge {
  const url = new URL(`${options.url.replace(/\/+$/, '')}/chat/completions`);
  const bounds: WireBounds = { ...BOUNDS, ...options.bounds, reach: options.reach };
  const now = options.now ?? Date.now;
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'plumbline',
    ...(options.key === null ? {} : { authorization: `Bearer ${options.key}` }),
  };
  const bodyOf = (question: JudgeQuestion, form: JudgeForm) => Buffer.from(requestOf(options.model, question, form));
  return {
    model: options.model,
    address: url.origin,
    seesText: options.seesText,
    requestsPerDay: options.requestsPerDay,
    tokensPerDay: options.tokensPerDay,
    // No tokeniser makes more tokens than there are bytes.
    tokensOf: (question) => bodyOf(question, 'json_schema').length + ANSWER_TOKENS_MAX,
    async ask(question, form, signal) {
      const request = { url, method: 'POST', headers, body: bodyOf(question, form) };
      try {
        return readAnswer(await exchange(request, bounds, signal), question.goals, now());
      } catch (error) {
        signal.throwIfAborted();
        return troubleOf(error);
      }
    },
  };
}

function requestOf(model: string, question: JudgeQuestion, form: JudgeForm): string {
  const { system, user } = promptOf(question);
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
  // Newer models refuse `max_tokens`; what knows no forms knows no newer name.
  if (form === 'text') return JSON.stringify({ model, messages, max_tokens: ANSWER_TOKENS_MAX });
  const response_format = form === 'json_object' ? { type: form } : { type: form, json_schema: schemaOf(question) };
  return JSON.stringify({ model, messages, max_completion_tokens: ANSWER_TOKENS_MAX, response_format });
}

/** Only what strict modes take: no bounds of numbers, no lengths. Those are checked when it is read. */
function schemaOf({ goals }: JudgeQuestion) {
  const properties = {
    goal: { type: ['string', 'null'], enum: [...goals.map(({ key }) => key), null] },
    likelihood: { type: 'number' },
    because: { type: 'string' },
  };
  const schema = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  return { name: 'verdict', strict: true, schema };
}

const envelopeSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.int().min(0) }).nullish(),
});

function readAnswer(answer: WireAnswer, goals: readonly OfferedGoal[], now: number): JudgeReply {
  const { status } = answer;
  if (status < 200 || status >= 300) return refusalOf(answer, now);
  const body = parseJson(answer.body.toString('utf8'));
  // Cut off on its way or a page for people: only the first may be better next time.
  if (body === undefined) {
    const isPage = answer.body.toString('utf8', 0, 200).trimStart().startsWith('<');
    return isPage ? trouble('unexpected', 'it answered with a page, not with JSON') : trouble('unavailable', CUT_OFF);
  }
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return trouble('unexpected', 'its answer has another form than a chat completion');
  const tokens = envelope.data.usage?.total_tokens ?? null;
  const [choice] = envelope.data.choices;
  if (choice?.finish_reason === 'length') return { is: 'refused', because: 'the answer was cut short', tokens };
  if (choice?.message.refusal) return { is: 'refused', because: 'the model would not answer', tokens };
  const verdict = verdictSchema(goals).safeParse(parseJson(choice?.message.content ?? ''));
  if (!verdict.success) return { is: 'refused', because: 'the answer is not in the form that was asked for', tokens };
  const { goal, likelihood, because } = verdict.data;
  const goalId = goals.find(({ key }) => key === goal)?.id ?? null;
  return { is: 'verdict', verdict: { goalId, likelihood, because }, tokens };
}

const CUT_OFF = 'its answer was cut off';

/** Exactly this: a key that was not offered, one field more or a number beyond 1 makes all of it worthless. */
function verdictSchema(goals: readonly OfferedGoal[]) {
  return z.strictObject({
    goal: z.enum(goals.map(({ key }) => key)).nullable(),
    likelihood: z.number().min(0).max(1),
    because: z.string().max(BECAUSE_CHARACTERS_MAX).transform(plainLine).pipe(z.string().min(1)),
  });
}

/** It is printed on terminals too: no control characters, none that turn the direction of what follows. */
function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}

function refusalOf({ status, headers }: WireAnswer, now: number): JudgeReply {
  const retryAfterMs = readRetryAfter(headers, now);
  if (status === 401 || status === 403) return trouble('unauthorised', `it refused our key (${status})`);
  if (status === 429) return trouble('rate-limited', 'it is asked too often (429)', retryAfterMs);
  if (status >= 500 || status === 408) return trouble('unavailable', `it is in trouble (${status})`, retryAfterMs);
  if (status === 400 || status === 422) return { is: 'not-taken', because: `it does not take the request (${status})` };
  if (status >= 300 && status < 400) {
    return trouble('unexpected', `it sends us elsewhere (${status}), which is never followed`);
  }
  return trouble('unexpected', status === 404 ? 'no such address or model (404)' : `it answered with ${status}`);
}

function troubleOf(error: unknown): JudgeReply {
  if (isOf(error, PrivateAddressError)) {
    return trouble(
      'unexpected',
      'its address is inside a private network; whoever runs Plumbline can list it in PLUMBLINE_PRIVATE_RANGES',
    );
  }
  if (error instanceof BodyTooLargeError) return trouble('unexpected', 'its answer is larger than the limit');
  const { code = '', name = '' } = error as { code?: string; name?: string };
  if (name === 'TimeoutError' || code.includes('TIMEOUT')) return trouble('unavailable', 'no answer in time');
  if (code === 'ECONNREFUSED') return trouble('unavailable', 'the connection was refused');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return trouble('unavailable', 'its host name is not known');
  return trouble('unavailable', CUT_OFF);
}

/** Also where it stands behind undici's own error. */
function isOf(error: unknown, kind: typeof PrivateAddressError): boolean {
  return error instanceof kind || (error instanceof Error && error.cause !== undefined && isOf(error.cause, kind));
}

function trouble(kind: JudgeTrouble['kind'], because: string, retryAfterMs: number | null = null): JudgeReply {
  return { is: 'trouble', trouble: { kind, because, retryAfterMs } };
}

/** undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
