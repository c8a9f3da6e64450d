import type { Exchange } from './proxy.ts';

/** Trello's `/batch` holds requests and answers of their own: each is added as if it had come alone. */
export function unfoldBatches(exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.flatMap((exchange) => [exchange, ...partsOf(exchange)]);
}

function partsOf({ path, query, status, headers, answer }: Exchange): Exchange[] {
  if (path !== '/1/batch' || status !== 200 || !Array.isArray(answer)) return [];
  const urls = (query.get('urls') ?? '').split(/,(?=\/)/);
  if (urls.length !== answer.length)
    throw new Error(`A batch of ${urls.length} was answered with ${answer.length} parts.`);
  return urls.map((url, at) => {
    const asked = new URL(`/1${url}`, 'http://batch');
    const part = answer[at] as Record<string, unknown>;
    const isOk = '200' in part;
    return {
      method: 'GET',
      path: asked.pathname,
      query: asked.searchParams,
      requestBody: null,
      status: isOk ? 200 : Number(part.statusCode),
      headers,
      contentType: isOk ? 'application/json' : 'text/plain',
      answer: isOk ? part['200'] : part.message,
    };
  });
}
