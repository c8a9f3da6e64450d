import { useQuery } from '@tanstack/react-query';
import { formatDay } from '../format.ts';
import { pageReadsQuery } from '../team-queries.ts';
import { managerTexts as texts } from '../texts/en/teams.tsx';
import classes from './team-page.module.css';

const shownMax = 3;

/** Whoever read the reader's page, or that of a manager below them, from further above: they are told. */
export function PageReads() {
  const reads = useQuery(pageReadsQuery).data?.items ?? [];
  if (reads.length === 0) return null;
  return (
    <ul className={`plain-list small soft ${classes.screenOnly}`} aria-label={texts.reads}>
      {reads.slice(0, shownMax).map(({ day, reader, person, isOwn }) => (
        <li key={`${day} ${reader} ${person.id}`}>{texts.read(reader, isOwn ? null : person.name, formatDay(day))}</li>
      ))}
      {reads.length > shownMax && <li>{texts.moreReads(reads.length - shownMax)}</li>}
    </ul>
  );
}
