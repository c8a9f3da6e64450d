import { Link } from '@tanstack/react-router';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { goalSourcesTexts as texts } from '../texts/en/goal-sources.tsx';

type Source = GoalDetail['sources'][number];

/** The pages a goal is written in, and whether they still say so. */
export function GoalSources({ goal }: { goal: GoalDetail }) {
  if (goal.sources.length === 0) return null;
  return (
    <section>
      <h2>{texts.title}</h2>
      <ul className="plain-list">
        {goal.sources.map((source) => (
          <li key={`${source.proposalId} ${source.url} ${source.path.join('/')}`}>
            <PageName source={source} />
            {source.path.length > 0 && texts.under(source.path.at(-1) ?? '')}
            <SourceNote source={source} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PageName({ source }: { source: Source }) {
  if (source.title === null) return texts.notSeen;
  const page = source.url ? (
    <a href={source.url} target="_blank" rel="noopener noreferrer">
      {source.title}
    </a>
  ) : (
    source.title
  );
  return texts.inPage(page, <span className="soft">{texts.tool(TOOL_WORDS[source.tool])}</span>);
}

function SourceNote({ source }: { source: Source }) {
  const note = noteOf(source);
  return (
    <span className="small soft">
      {note && texts.note(note)}
      {source.isChanged && source.page === 'readable' && (
        <>
          {' · '}
          {source.proposalId ? (
            <Link to="/proposals/$proposalId" params={{ proposalId: source.proposalId }}>
              {texts.proposes}
            </Link>
          ) : (
            texts.proposes
          )}
        </>
      )}
    </span>
  );
}

function noteOf({ page, isMissing, removedFrom }: Source): string | null {
  if (removedFrom !== null) return texts.removed(removedFrom);
  if (page === 'unreadable') return texts.unreadable;
  if (page === 'trashed') return texts.trashed;
  return isMissing ? texts.missing : null;
}
