import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FacetsAnswer } from '../../api/schemas/tasks.ts';
import { STATE_WORDS, TOOL_WORDS } from '../../domain/wording.ts';
import { formatCount } from '../format.ts';
import { allStates, defaultState, type ListSearch } from '../list-search.ts';
import { goalsQuery, peopleQuery, teamsQuery } from '../queries.ts';
import { filterTexts as texts } from '../texts/en/list.tsx';
import classes from './list-filters.module.css';
import { SearchField } from './search-field.tsx';

type Choice = { value: string; label: string };

const ages: readonly Choice[] = [
  { value: '', label: texts.anyAge },
  { value: '0-14', label: texts.upToTwoWeeks },
  { value: '14-', label: texts.overTwoWeeks },
  { value: '30-', label: texts.overDays(30) },
  { value: '90-', label: texts.overDays(90) },
  { value: '180-', label: texts.overHalfYear },
];

const estimates: readonly Choice[] = [
  { value: '', label: texts.anyEstimate },
  { value: '0-2', label: texts.upTo(2) },
  { value: '3-', label: texts.from(3) },
  { value: '5-', label: texts.from(5) },
  { value: '8-', label: texts.from(8) },
];

/** Narrows the list. Each choice says how many tasks it would leave, everything else held. */
export function ListFilters(props: {
  search: ListSearch;
  facets: FacetsAnswer | undefined;
  onChange: (change: Partial<ListSearch>) => void;
}) {
  const { search, facets, onChange } = props;
  const people = useQuery(peopleQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const cleared = clearedFilters(search);
  return (
    <search className={classes.filters} aria-label={texts.narrow}>
      <SearchField
        className={classes.search}
        label={texts.words}
        text={search.q ?? ''}
        onChange={(q) => onChange({ q })}
      />
      <Select
        label={texts.state}
        value={search.state ?? defaultState}
        choices={stateChoices(facets)}
        onChange={(state) => onChange({ state })}
      />
      <Select
        label={texts.team}
        value={search.team ?? ''}
        choices={[any(texts.anyTeam), ...teamChoices(facets, search.team, teams)]}
        onChange={(team) => onChange({ team })}
      />
      <Select
        label={texts.manager}
        value={search.manager ?? ''}
        choices={[any(texts.anyManager), ...managerChoices(facets, search.manager, people)]}
        onChange={(manager) => onChange({ manager })}
      />
      <Select
        label={texts.tool}
        value={search.tool ?? ''}
        choices={[
          any(texts.anyTool),
          ...(facets?.tools ?? []).map(({ tool, count }) => counted(tool, TOOL_WORDS[tool], count)),
        ]}
        onChange={(tool) => onChange({ tool: (tool || undefined) as ListSearch['tool'] })}
      />
      <Select
        label={texts.scope}
        value={search.scope ?? ''}
        choices={[
          any(texts.anyScope),
          ...(facets?.scopes ?? []).map(({ scope, tool, count }) =>
            counted(scope.id, `${scope.name}, ${TOOL_WORDS[tool]}`, count),
          ),
        ]}
        onChange={(scope) => onChange({ scope })}
      />
      <Select
        label={texts.age}
        value={rangeOf(search.minAgeDays, search.maxAgeDays)}
        choices={ages}
        onChange={(range) => onChange(named(range, 'minAgeDays', 'maxAgeDays'))}
      />
      <Select
        label={texts.estimate}
        value={rangeOf(search.minEstimate, search.maxEstimate)}
        choices={estimates}
        onChange={(range) => onChange(named(range, 'minEstimate', 'maxEstimate'))}
      />
      {search.goal && <GoalFilter goalKey={search.goal} onClear={() => onChange({ goal: undefined })} />}
      {cleared && (
        <Button variant="subtle" onClick={() => onChange(cleared)}>
          {texts.clear}
        </Button>
      )}
    </search>
  );
}

function Select(props: {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChange: (value: string | undefined) => void;
}) {
  // A value from the address that no choice carries (a list that moved on) is still shown as what it is.
  const isKnown = props.choices.some((choice) => choice.value === props.value);
  const choices = isKnown ? props.choices : [...props.choices, { value: props.value, label: props.value }];
  return (
    <NativeSelect
      className={classes.select}
      aria-label={props.label}
      data-active={props.value !== '' && props.value !== defaultState ? true : undefined}
      value={props.value}
      data={[...choices]}
      onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
    />
  );
}

function GoalFilter({ goalKey, onClear }: { goalKey: string; onClear: () => void }) {
  const goal = useQuery(goalsQuery()).data?.items.find((candidate) => candidate.key === goalKey);
  return (
    <Button onClick={onClear} title={goal?.title}>
      {texts.serves(goalKey)}
      <span className="visually-hidden">{texts.takeAway}</span>
    </Button>
  );
}

const any = (label: string): Choice => ({ value: '', label });
const counted = (value: string, name: string, count: number): Choice => ({
  value,
  label: `${name} (${formatCount(count)})`,
});

function stateChoices(facets: FacetsAnswer | undefined): readonly Choice[] {
  const states = (facets?.states ?? []).filter(({ count }) => count > 0);
  return [
    { value: defaultState, label: texts.unaligned },
    ...states.map(({ state, count }) => counted(state, STATE_WORDS[state], count)),
    { value: 'decided', label: texts.decided },
    { value: allStates, label: texts.judged },
  ];
}

function teamChoices(
  facets: FacetsAnswer | undefined,
  chosen: string | undefined,
  teams: readonly { id: string; name: string }[],
) {
  const choices = (facets?.teams ?? []).map(({ team, count }) =>
    counted(team?.id ?? 'none', team?.name ?? texts.noTeam, count),
  );
  return withChosen(choices, chosen, teams);
}

function managerChoices(
  facets: FacetsAnswer | undefined,
  chosen: string | undefined,
  people: readonly { id: string; name: string }[],
) {
  return withChosen(
    (facets?.managers ?? []).map(({ manager, count }) => counted(manager.id, manager.name, count)),
    chosen,
    people,
  );
}

function withChosen(
  choices: Choice[],
  chosen: string | undefined,
  known: readonly { id: string; name: string }[],
): Choice[] {
  if (!chosen || choices.some((choice) => choice.value === chosen)) return choices;
  return [...choices, { value: chosen, label: known.find((one) => one.id === chosen)?.name ?? chosen }];
}

function rangeOf(min: number | undefined, max: number | undefined): string {
  return min === undefined && max === undefined ? '' : `${min ?? 0}-${max ?? ''}`;
}

function named(range: string | undefined, minName: string, maxName: string): Partial<ListSearch> {
  const [min, max] = (range ?? '').split('-');
  return { [minName]: min ? Number(min) : undefined, [maxName]: max ? Number(max) : undefined };
}

const filterNames = ['q', 'team', 'manager', 'tool', 'scope', 'goal', 'action'] as const;
const rangeNames = ['minAgeDays', 'maxAgeDays', 'minEstimate', 'maxEstimate'] as const;

function clearedFilters(search: ListSearch): Partial<ListSearch> | null {
  const set = [...filterNames, ...rangeNames].filter((name) => search[name] !== undefined);
  return set.length === 0 ? null : Object.fromEntries(set.map((name) => [name, undefined]));
}
