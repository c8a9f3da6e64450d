import { SOURCES, type SourceName } from '../domain/task.ts';
import { FIRST_STEPS, type FirstStep } from './first-run-query.ts';

interface StartSearch {
  step?: FirstStep;
  /** Which tool is being connected. */
  tool?: SourceName;
}

export function readStartSearch(raw: Record<string, unknown>): StartSearch {
  const step = FIRST_STEPS.find((known) => known === raw.step);
  return { ...(step ? { step } : {}), ...readTool(raw) };
}

export function readTool(raw: Record<string, unknown>): { tool?: SourceName } {
  const tool = SOURCES.find((known) => known === raw.tool);
  return tool ? { tool } : {};
}
