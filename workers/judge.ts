import type { Handler } from './handler.ts';

/** Opinions on uncertain tasks; what they change is derived at once. */
export const judge: Handler<'judge'> = async (_payload, { useCases, queues, signal, isLast }) => {
  const answered = await useCases.askJudge({ signal, isLast });
  if (answered > 0) await queues.enqueue('derive', { reason: 'judge' });
};
