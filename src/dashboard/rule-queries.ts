import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { PreviewRuleBody, RuleOffers, RulePreview, RulesAnswer } from '../api/schemas/rules.ts';
import { getJson, sendJson } from './api.ts';

export const rulesQuery = queryOptions({
  queryKey: ['rules', 'list'],
  queryFn: ({ signal }) => getJson<RulesAnswer>('/rules', {}, signal),
});

/** What conditions can be chosen from. */
export const ruleOffersQuery = queryOptions({
  queryKey: ['rules', 'offers'],
  queryFn: ({ signal }) => getJson<RuleOffers>('/rules/offers', {}, signal),
  staleTime: 60_000,
});

/** What a rule would catch; asked with each pause in typing. */
export const rulePreviewQuery = (body: PreviewRuleBody) =>
  queryOptions({
    queryKey: ['rules', 'preview', body],
    queryFn: () => sendJson<RulePreview>('POST', '/rules/preview', body),
    placeholderData: keepPreviousData,
  });
