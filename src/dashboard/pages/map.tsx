import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { StrategyMapAnswer } from '../../api/schemas/strategy-map.ts';
import { DataTable } from '../components/data-table.tsx';
import { FlowMap, type MapNode } from '../components/flow-map.tsx';
import { Picture } from '../components/picture.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatAmount } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { strategyMapQuery } from '../overview-queries.ts';
import { mapStandingNames, weightUnits } from '../words.ts';

const route = getRouteApi('/signed-in/map');

/** The strategy as work flows through it: goals at the left, the teams that work on them and who leads these at the right. */
export function MapPage() {
  const search = route.useSearch();
  const map = useQuery(strategyMapQuery(search));
  useTitle('Strategy map');
  if (map.isError && !map.data)
    return <Fault isPage error={map.error} what="The map could not be read" onRetry={() => void map.refetch()} />;
  if (!map.data) return <PageSkeleton />;
  const { nodes, flows, weight } = map.data;
  if (nodes.length === 0)
    return (
      <Empty isPage title="Nothing to draw yet">
        <p>The map shows goals and the work on them. Write down goals and connect a tool first.</p>
      </Empty>
    );
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const unit = weightUnits[weight];
  return (
    <div data-page>
      <h1>How does work flow from the strategy?</h1>
      <p>
        {search.goal ? (
          <Link to="/map" search={{ ...search, goal: undefined }}>
            The whole strategy
          </Link>
        ) : (
          'Choose an objective to see only what flows from it.'
        )}
      </p>
      <Picture
        name="strategy-map"
        title={search.goal ? `From ${search.goal}` : 'From the vision to the teams'}
        caption={`As thick as the work is much, in ${unit}. Filled: it serves a goal. Outlined: it has no why yet. Hatched: decided otherwise. What nothing flows through, nobody works on.`}
        picture={<FlowMap map={map.data} search={search} />}
        table={
          <DataTable
            caption={`Flows of work, in ${unit}`}
            rows={flows}
            keyOf={({ from, to, standing }) => `${from} ${to} ${standing}`}
            columns={[
              { name: 'From', cell: ({ from }) => names.get(from) ?? '' },
              { name: 'To', cell: ({ to }) => names.get(to) ?? '' },
              { name: 'which', cell: ({ standing }) => mapStandingNames[standing] },
              { name: unit, isNumber: true, cell: ({ amount }) => formatAmount(amount) },
            ]}
          />
        }
      />
    </div>
  );
}

export function nameOf(node: StrategyMapAnswer['nodes'][number] | MapNode): string {
  if (node.kind === 'nothing') return mapStandingNames[node.of as keyof typeof mapStandingNames];
  return node.key ? `${node.key} ${node.name}` : node.name;
}
