import { useQuery } from '@tanstack/react-query';
import type { Weight } from '../../api/schemas/common.ts';
import { sessionQuery } from '../queries.ts';

/** How the organisation weighs where nobody chose: an address says only what is another. */
export function useDefaultWeight(): Weight {
  return useQuery(sessionQuery).data?.organisation.defaultWeight ?? 'count';
}
