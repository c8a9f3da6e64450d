import type { Handler } from './handler.ts';

/** Learns what all tasks are read by: templates, and short forms for people to look at. What reads otherwise is derived at once. */
export const texts: Handler<'texts'> = async (_payload, { useCases, queues, signal, isLast }) => {
  const isChanged = await useCases.studyTexts({ signal, isLast });
  if (isChanged) await queues.enqueue('derive', { reason: 'texts' });
};
