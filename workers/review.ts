import type { Handler } from './handler.ts';

/** Puts what people are asked in order. */
export const review: Handler<'review'> = async (_payload, { useCases, signal, isLast }) => {
  await useCases.orderQuestions({ signal, isLast });
};
