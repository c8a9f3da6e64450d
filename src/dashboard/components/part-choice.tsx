import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Weight } from '../../api/schemas/common.ts';
import { peopleQuery, teamsQuery } from '../queries.ts';
import { coverageTexts as texts } from '../texts/en/overview.tsx';

/** The part of the organisation that is looked at. */
export interface Part {
  readonly team?: string;
  readonly manager?: string;
}

/** Everybody's work, a manager's part of the organisation, or one team's. */
export function PartChoice({ within, weight }: { within: Part; weight: Weight | undefined }) {
  const navigate = useNavigate();
  const people = useQuery(peopleQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const managers = people.filter((person) => person.isManager);
  if (managers.length + teams.length < 2) return null;
  const choose = (value: string) => {
    const [name, id = ''] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)];
    const part: Part = name === 'team' ? { team: id } : name === 'manager' ? { manager: id } : {};
    void navigate({ to: '/', search: { ...part, ...(weight ? { weight } : {}) }, resetScroll: false });
  };
  return (
    <NativeSelect
      aria-label={texts.whose}
      value={within.team ? `team:${within.team}` : within.manager ? `manager:${within.manager}` : ''}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        { value: '', label: texts.everybody },
        { group: texts.oneTeam, items: teams.map((team) => ({ value: `team:${team.id}`, label: team.name })) },
        {
          group: texts.oneManager,
          items: managers.map((person) => ({ value: `manager:${person.id}`, label: person.name })),
        },
      ]}
    />
  );
}
