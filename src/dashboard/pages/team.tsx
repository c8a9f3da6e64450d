import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TeamDetail } from '../../api/schemas/teams.ts';
import { GoalWork } from '../components/goal-work.tsx';
import { ManagerLink } from '../components/manager-link.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import classes from '../components/team-page.module.css';
import { Waits } from '../components/waits.tsx';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { useTitle } from '../hooks/use-title.ts';
import { goalsQuery } from '../queries.ts';
import { teamQuery } from '../team-queries.ts';
import { partTexts, teamTexts as texts } from '../texts/en/teams.tsx';
import { PartNumbers } from './part-numbers.tsx';

const route = getRouteApi('/signed-in/teams/$teamId');

/** One team: what its work does, what changed, what waits, which goals it is for, and whom to ask. */
export function TeamPage() {
  const { teamId } = route.useParams();
  const byDefault = useDefaultWeight();
  const { weight = byDefault } = route.useSearch();
  const team = useQuery(teamQuery(teamId));
  const goals = useQuery(goalsQuery()).data?.items ?? [];
  useTitle(team.data?.name ?? partTexts.team);
  if (team.isError && !team.data)
    return <Fault isPage error={team.error} what={texts.unreadable} onRetry={() => void team.refetch()} />;
  if (!team.data) return <PageSkeleton />;
  const within = { team: teamId };
  return (
    <div data-page>
      <p className={`${classes.path} small`}>
        <Link to="/teams">{partTexts.teams}</Link> / <strong>{team.data.name}</strong>
        {' · '}
        {team.data.leader ? partTexts.leads(<ManagerLink person={team.data.leader} />) : partTexts.nobodyLeads}
      </p>
      <PartNumbers
        within={within}
        weight={weight}
        ownGoals={goals.filter((goal) => goal.team?.id === teamId)}
        waits={<Waits within={within} />}
        work={<GoalWork goals={team.data.goals} within={within} />}
      />
      <People people={team.data.people} />
    </div>
  );
}

function People({ people }: Pick<TeamDetail, 'people'>) {
  return (
    <section aria-labelledby="team-people">
      <h2 id="team-people">{texts.people}</h2>
      <p className="small soft">{people.length === 0 ? texts.noPeople : texts.peopleHint}</p>
      <ul className={`plain-list ${classes.names}`}>
        {people.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
