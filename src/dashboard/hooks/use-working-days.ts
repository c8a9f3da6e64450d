import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../queries.ts';

const usualDays: readonly number[] = [1, 2, 3, 4, 5];

/** The days the organisation works on, 1 Monday to 7 Sunday; Monday to Friday until they are read. */
export function useWorkingDays(): readonly number[] {
  return useQuery(sessionQuery).data?.organisation.workingDays ?? usualDays;
}
