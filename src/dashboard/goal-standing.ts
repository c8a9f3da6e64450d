import type { GoalAnswer } from '../api/schemas/goals.ts';
import { formatMeasure } from './format.ts';
import { standingTexts as texts } from './texts/en/goals.tsx';

/** "12 days on 20 Nov 2026, said Ana Sousa: 4 working days behind an even pace. Confidence 0.6, down from 0.8." */
export function sayStanding({ progress, pace, unit }: Pick<GoalAnswer, 'progress' | 'pace' | 'unit'>): string {
  if (!progress) return texts.noCheckIn;
  const at = texts.at(formatMeasure(progress.value, unit), progress.on, progress.by);
  return `${pace ? `${at}: ${sayPace(pace)}.` : `${at}.`}${sayConfidence(progress)}`;
}

/** "4 working days behind an even pace". */
export function sayPace({ standing, days }: NonNullable<GoalAnswer['pace']>): string {
  const count = Math.abs(days);
  if (standing === 'reached') return texts.reached;
  if (standing === 'on-pace') return texts.onPace;
  if (standing === 'ended') return texts.over(count);
  return standing === 'ahead' ? texts.ahead(count) : texts.behind(count);
}

function sayConfidence({ confidence, confidenceBefore }: NonNullable<GoalAnswer['progress']>): string {
  if (confidence === null) return '';
  if (confidenceBefore === null || confidenceBefore === confidence) return texts.confidence(confidence);
  return texts.confidenceMoved(confidence, confidenceBefore);
}
