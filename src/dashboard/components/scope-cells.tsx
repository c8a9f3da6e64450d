import { Checkbox, MultiSelect, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { peopleQuery, teamsQuery } from '../queries.ts';
import { scopeTexts as texts } from '../texts/en/connections.tsx';

export type Scope = ConnectionDetail['scopeList'][number];
export type ScopePatch = {
  id: string;
  isSelected?: boolean;
  isPrivate?: boolean;
  teamId?: string | null;
  personIds?: string[];
};

export interface Editing {
  readonly isEditable: boolean;
  readonly change: (patch: ScopePatch) => void;
}

export function ScopeName({ scope, noun, isEditable }: { scope: Scope; noun: string; isEditable: boolean }) {
  return (
    <>
      {scope.key && <strong>{scope.key}</strong>} {scope.name}
      {scope.isArchived && <span className="soft">{texts.archived}</span>}
      {scope.isDeleted && <span className="soft">{texts.deleted(`${noun}s`)}</span>}
      {scope.visibility === 'access-lost' && !scope.isDeleted && <span className="soft">{texts.accessLost}</span>}
      {isEditable && scope.columnsProposalId && (
        <div className="small">
          <Link to="/proposals/$proposalId" params={{ proposalId: scope.columnsProposalId }}>
            {texts.howColumns}
            <span className="visually-hidden">{texts.howColumnsOf(scope.name)}</span>
          </Link>
        </div>
      )}
    </>
  );
}

type CellProps = Editing & { readonly scope: Scope };

export function Selected({ scope, isEditable, change }: CellProps) {
  return (
    <Checkbox
      aria-label={texts.read(scope.name)}
      disabled={!isEditable}
      checked={scope.isSelected}
      onChange={(event) => change({ id: scope.id, isSelected: event.currentTarget.checked })}
    />
  );
}

export function Private({ scope, isEditable, change }: CellProps) {
  return (
    <Checkbox
      aria-label={texts.isPrivate(scope.name)}
      disabled={!isEditable}
      checked={scope.isPrivate}
      onChange={(event) => change({ id: scope.id, isPrivate: event.currentTarget.checked })}
    />
  );
}

export function SeenBy({ scope, isEditable, change }: CellProps) {
  const people = useQuery(peopleQuery).data?.items ?? [];
  if (!scope.isPrivate) return <span className="soft">{texts.theirTeams}</span>;
  return (
    <MultiSelect
      aria-label={texts.whoSees(scope.name)}
      placeholder={scope.personIds.length === 0 ? texts.nobodyYet : undefined}
      disabled={!isEditable}
      searchable
      size="xs"
      value={scope.personIds}
      data={people.map((person) => ({ value: person.id, label: person.name }))}
      onChange={(personIds) => change({ id: scope.id, personIds })}
    />
  );
}

export function TeamOf({ scope, isEditable, change }: CellProps) {
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const known = teams.find((team) => team.id === scope.teamId)?.name;
  if (!isEditable) return known ?? (scope.teamId ? texts.unknown : texts.byAssignee);
  return (
    <NativeSelect
      aria-label={texts.teamOf(scope.name)}
      value={scope.teamId ?? ''}
      data={[{ value: '', label: texts.byAssignee }, ...teams.map((team) => ({ value: team.id, label: team.name }))]}
      onChange={(event) => change({ id: scope.id, teamId: event.currentTarget.value || null })}
    />
  );
}
