import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { StrategyMapAnswer } from '../../api/schemas/strategy-map.ts';
import { DataTable } from '../components/data-table.tsx';
import { FlowMap } from '../components/flow-map.tsx';
import { type MapNode, type MapSearch, nameOf, PlaceName } from '../components/flow-place.tsx';
import { PartPageLink } from '../components/part-page-link.tsx';
import { Picture } from '../components/picture.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatAmount } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { strategyMapQuery } from '../overview-queries.ts';
import { mapTexts as texts } from '../texts/en/map.tsx';
import { mapStandingNames, weightUnits } from '../words.ts';

const route = getRouteApi('/signed-in/map');

/** The strategy as work flows through it: goals first, then the teams that work on them and who leads these. */
export function MapPage() {
  const search = route.useSearch();
  const map = useQuery(strategyMapQuery(search));
  useTitle(texts.title);
  if (map.isError && !map.data)
    return <Fault isPage error={map.error} what={texts.notRead} onRetry={() => void map.refetch()} />;
  if (!map.data) return <PageSkeleton />;
  const { nodes, weight } = map.data;
  const { drawn, idle } = withoutIdle(map.data, search.goal);
  const goal = nodes.find(({ kind, key }) => kind === 'objective' && key === search.goal);
  if (nodes.length === 0)
    return (
      <Empty isPage title={texts.emptyTitle} action={<Link to="/goals">{texts.toGoals}</Link>}>
        <p>{texts.empty}</p>
      </Empty>
    );
  return (
    <div data-page>
      <h1>{texts.heading}</h1>
      <Lead map={map.data} search={search} />
      <Picture
        name="strategy-map"
        title={search.goal ? texts.from(goal ? nameOf(goal) : search.goal) : texts.fromVision}
        caption={texts.caption(weightUnits[weight])}
        picture={<FlowMap map={drawn} search={search} />}
        table={<FlowTable map={map.data} search={search} />}
      />
      {idle.length > 0 && <p className="small">{texts.idle(idle.length, <Idle goals={idle} />)}</p>}
    </div>
  );
}

/** More goals through which nothing flows than this are named beneath, not drawn. */
const IDLE_MAX = 6;

/** @param goalKey The objective one walked into, which is drawn whether anybody works on it. */
function withoutIdle(map: StrategyMapAnswer, goalKey: string | undefined) {
  const used = new Set(map.flows.flatMap(({ from, to }) => [from, to]));
  const idle = map.nodes.filter(
    ({ id, kind, key }) => (kind === 'objective' || kind === 'key-result') && key !== goalKey && !used.has(id),
  );
  if (idle.length <= IDLE_MAX) return { drawn: map, idle: [] };
  return { drawn: { ...map, nodes: map.nodes.filter((node) => !idle.includes(node)) }, idle };
}

function Idle({ goals }: { goals: readonly MapNode[] }) {
  return goals.map(({ id, key, name }, at) => (
    <Fragment key={id}>
      {at > 0 && ', '}
      <Link to="/goals/$goalKey" params={{ goalKey: key ?? '' }} title={name}>
        {key}
      </Link>
    </Fragment>
  ));
}

/** Where one is, and what is shown as one. */
function Lead({ map, search }: { map: StrategyMapAnswer; search: MapSearch }) {
  const isGrouped = map.nodes.some(({ kind }) => kind === 'group');
  const { manager: _, ...everybody } = search;
  return (
    <p>
      {search.goal || search.manager ? (
        <Link to="/map" search={{ ...(search.manager ? everybody : search), goal: undefined }}>
          {texts.whole}
        </Link>
      ) : (
        texts.chooseObjective
      )}
      {map.keyResultsFolded > 0 && texts.keyResultsFolded(map.keyResultsFolded)}
      {isGrouped && texts.grouped}
      {isGrouped &&
        texts.everyTeam((text) => (
          <Link to="/map" search={{ ...search, teams: 'all' }}>
            {text}
          </Link>
        ))}{' '}
      {search.teams === 'all' && (
        <Link to="/map" search={{ ...search, teams: undefined }}>
          {texts.fewerTeams}
        </Link>
      )}
      <Pages opens={map.opens} />
    </p>
  );
}

/** What one walked to has a page of its own. */
function Pages({ opens: { team, manager } }: Pick<StrategyMapAnswer, 'opens'>) {
  return (
    <>
      {team && (
        <>
          {' '}
          <PartPageLink page="team" id={team.id}>
            {texts.openTeam}
          </PartPageLink>
        </>
      )}
      {manager && (
        <>
          {' '}
          <PartPageLink page="manager" id={manager.id}>
            {texts.openManager(manager.name)}
          </PartPageLink>
        </>
      )}
    </>
  );
}

function FlowTable({ map: { nodes, flows, weight }, search }: { map: StrategyMapAnswer; search: MapSearch }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nameOf = (id: string) => {
    const node = byId.get(id);
    return node && <PlaceName node={node} search={search} />;
  };
  const unit = weightUnits[weight];
  return (
    <DataTable
      caption={texts.tableCaption(unit)}
      rows={flows}
      keyOf={({ from, to, standing }) => `${from} ${to} ${standing}`}
      columns={[
        { name: texts.columnFrom, cell: ({ from }) => nameOf(from) },
        { name: texts.columnTo, cell: ({ to }) => nameOf(to) },
        { name: texts.columnWhich, cell: ({ standing }) => mapStandingNames[standing] },
        { name: unit, isNumber: true, cell: ({ amount }) => formatAmount(amount) },
      ]}
    />
  );
}
