import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { StrategyMapAnswer } from '../../api/schemas/strategy-map.ts';
import { layFlows, type PlacedFlow, type PlacedNode } from '../../domain/flow-layout.ts';
import { shorten } from '../../domain/normal-text.ts';
import { formatAmount } from '../format.ts';
import { mapStandingNames, weightUnits } from '../words.ts';
import classes from './flow-map.module.css';

export type MapNode = StrategyMapAnswer['nodes'][number];
type MapFlow = StrategyMapAnswer['flows'][number];

interface Search {
  readonly goal?: string | undefined;
  readonly team?: string | undefined;
  readonly manager?: string | undefined;
}

const COLUMNS: Readonly<Record<MapNode['kind'], number>> = {
  ...{ vision: 0, objective: 1, 'key-result': 2, nothing: 2, team: 3, manager: 4 },
};
const NODE_WIDTH = 8;
/** A line of small text. */
const GAP = 18;
const LABEL_WIDTH = 176;
/** Narrower than this columns would stand on each other's words: then it is read in its own scroll. */
const WIDTH_MIN = 960;

/** Drawn as SVG: places as high, flows as thick as the work is much. Each place leads one step further down. */
export function FlowMap({ map, search }: { map: StrategyMapAnswer; search: Search }) {
  const { ref, width } = useWidth();
  const nodes = map.nodes.map((node) => ({ ...node, column: COLUMNS[node.kind] }));
  const used = [...new Set(nodes.map(({ column }) => column))].sort((a, b) => a - b);
  const placed = layFlows(
    nodes.map((node) => ({ ...node, column: used.indexOf(node.column) })),
    map.flows,
    { width: width - LABEL_WIDTH, nodeWidth: NODE_WIDTH, gap: GAP, flowHeight: 320 },
  );
  const unit = weightUnits[map.weight];
  return (
    // What scrolls has to be reached by keyboard.
    <section
      ref={ref}
      className={classes.scroll}
      aria-label="Strategy map"
      tabIndex={width > WIDTH_MIN ? undefined : 0}
    >
      <svg width={width} height={placed.height + GAP} className={classes.map}>
        <title>Where work flows</title>
        <defs>
          <pattern id="map-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v6" stroke="var(--hatch)" strokeWidth="2" />
          </pattern>
        </defs>
        {placed.flows.map((one) => (
          <Ribbon key={`${one.flow.from} ${one.flow.to} ${one.flow.standing}`} placed={one} unit={unit} />
        ))}
        {placed.nodes.map((one) => (
          <Place key={one.node.id} placed={one} search={search} unit={unit} />
        ))}
      </svg>
    </section>
  );
}

function Ribbon({ placed, unit }: { placed: PlacedFlow<MapFlow>; unit: string }) {
  const { flow, x0, x1, y0, y1, thickness } = placed;
  const [middle, half] = [(x0 + x1) / 2, Math.max(0.5, thickness / 2)];
  const top = `M${x0} ${y0 - half}C${middle} ${y0 - half} ${middle} ${y1 - half} ${x1} ${y1 - half}`;
  const bottom = `L${x1} ${y1 + half}C${middle} ${y1 + half} ${middle} ${y0 + half} ${x0} ${y0 + half}Z`;
  return (
    <path d={top + bottom} className={`${classes.flow} ${classes[flow.standing]}`}>
      <title>{`${formatAmount(flow.amount)} ${unit}: ${mapStandingNames[flow.standing]}`}</title>
    </path>
  );
}

function Place(props: { placed: PlacedNode<MapNode>; search: Search; unit: string }) {
  const { placed, search, unit } = props;
  const { node, x, y, height, amount } = placed;
  const name = node.kind === 'nothing' ? mapStandingNames[node.of as MapFlow['standing']] : (node.key ?? node.name);
  const said = `${name}${node.key ? ` ${node.name}` : ''}: ${formatAmount(amount)} ${unit}`;
  return (
    <PlaceLink node={node} search={search} label={said}>
      <title>{said}</title>
      {/* The words are thin: what is around them leads on too. */}
      <rect x={x} y={y} width={LABEL_WIDTH} height={Math.max(height, GAP)} fill="transparent" />
      <rect x={x} y={y} width={NODE_WIDTH} height={height} className={amount > 0 ? classes.place : classes.empty} />
      <text x={x + NODE_WIDTH + 6} y={y + Math.min(height / 2, 40) + 4} className={classes.label}>
        {node.key && <tspan className={classes.key}>{node.key} </tspan>}
        {shorten(node.key ? node.name : name, node.kind === 'key-result' ? 20 : 24)}
      </text>
    </PlaceLink>
  );
}

function PlaceLink(props: { node: MapNode; search: Search; label: string; children: React.ReactNode }) {
  const { node, search, label, children } = props;
  const { goal: _, ...within } = search;
  const common = { className: classes.link, 'aria-label': label, children };
  if (node.kind === 'objective' && node.key !== search.goal)
    return <Link to="/map" search={{ ...search, goal: node.key ?? undefined }} {...common} />;
  if (node.key) return <Link to="/goals/$goalKey" params={{ goalKey: node.key }} {...common} />;
  if (node.kind === 'manager')
    return <Link to="/map" search={{ ...search, manager: node.of ?? undefined }} {...common} />;
  if (node.kind === 'team') return <Link to="/unaligned" search={{ ...within, team: node.of ?? 'none' }} {...common} />;
  return <Link to="/unaligned" search={{ ...within, state: node.of ?? undefined }} {...common} />;
}

function useWidth() {
  const ref = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(WIDTH_MIN);
  useEffect(() => {
    const place = ref.current;
    if (!place) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(WIDTH_MIN, place.clientWidth)));
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
