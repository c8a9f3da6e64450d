import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { TeamRows } from '../components/team-rows.tsx';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { useTitle } from '../hooks/use-title.ts';
import { byTeamQuery, teamsQuery } from '../queries.ts';
import { counts } from '../texts/en/counts.ts';
import { teamsTexts as texts } from '../texts/en/teams.tsx';

/** The teams whose work the reader may see, in the order of the org tree. */
export function TeamsPage() {
  const weight = useDefaultWeight();
  const teams = useQuery(teamsQuery);
  const numbers = useQuery(byTeamQuery({ weight }));
  useTitle(texts.title);
  const refused = [teams, numbers].find(({ isError, data }) => isError && !data);
  if (refused)
    return <Fault isPage error={refused.error} what={texts.unreadable} onRetry={() => void refused.refetch()} />;
  if (!teams.data || !numbers.data) return <PageSkeleton />;
  const open = teams.data.items.filter(({ mayOpen }) => mayOpen);
  const hidden = teams.data.items.length - open.length;
  return (
    <div data-page>
      <div>
        <h1>{texts.title}</h1>
        {open.length > 0 && <p className="soft measure">{texts.hint}</p>}
      </div>
      {open.length === 0 ? (
        <Empty title={texts.none} action={<Link to="/people">{texts.toPeople}</Link>}>
          <p>{texts.noneHint}</p>
        </Empty>
      ) : (
        <TeamRows teams={open} answer={numbers.data} />
      )}
      {hidden > 0 && <p className="small soft">{texts.hidden(counts.teams(hidden))}</p>}
    </div>
  );
}
