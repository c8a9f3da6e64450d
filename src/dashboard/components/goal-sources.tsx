import { Link } from '@tanstack/react-router';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';

type Source = GoalDetail['sources'][number];

/** The pages a goal is written in, and whether they still say so. */
export function GoalSources({ goal }: { goal: GoalDetail }) {
  if (goal.sources.length === 0) return null;
  return (
    <section>
      <h2>Where it is written</h2>
      <ul className="plain-list">
        {goal.sources.map((source) => (
          <li key={`${source.proposalId} ${source.url} ${source.path.join('/')}`}>
            <PageName source={source} />
            {source.path.length > 0 && <> under “{source.path.at(-1)}”</>}
            <SourceNote source={source} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PageName({ source }: { source: Source }) {
  if (source.title === null) return <>In a page you cannot see</>;
  return (
    <>
      In{' '}
      {source.url ? (
        <a href={source.url} target="_blank" rel="noopener noreferrer">
          {source.title}
        </a>
      ) : (
        source.title
      )}{' '}
      <span className="soft">({TOOL_WORDS[source.tool]})</span>
    </>
  );
}

function SourceNote({ source }: { source: Source }) {
  const note = noteOf(source);
  return (
    <span className="small soft">
      {note && <> · {note}</>}
      {source.isChanged && source.page === 'readable' && (
        <>
          {' · '}
          {source.proposalId ? (
            <Link to="/proposals/$proposalId" params={{ proposalId: source.proposalId }}>
              it proposes a change
            </Link>
          ) : (
            'it proposes a change'
          )}
        </>
      )}
    </span>
  );
}

function noteOf({ page, isMissing, removedFrom }: Source): string | null {
  if (removedFrom !== null) return `read by a connection that was removed, ${removedFrom}; the goal stays`;
  if (page === 'unreadable') return 'the page cannot be read now; the goal stays';
  if (page === 'trashed') return 'the page is in the trash; the goal stays';
  return isMissing ? 'the page no longer states it' : null;
}
