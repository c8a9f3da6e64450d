import { useEffect, useRef, useState } from 'react';
import type { StrategyMapAnswer } from '../../api/schemas/strategy-map.ts';
import { foldLeast } from '../../domain/flow-fold.ts';
import { layFlows, type PlacedFlow, type PlacedNode } from '../../domain/flow-layout.ts';
import { shorten } from '../../domain/normal-text.ts';
import { formatAmount } from '../format.ts';
import { walkByArrows } from '../hooks/walk-by-arrows.ts';
import { mapTexts as texts } from '../texts/en/map.tsx';
import { mapStandingNames, weightUnits } from '../words.ts';
import classes from './flow-map.module.css';
import { type MapNode, type MapSearch, nameOf, PlaceLink } from './flow-place.tsx';

type MapFlow = StrategyMapAnswer['flows'][number];

const COLUMNS: Readonly<Record<MapNode['kind'], number>> = {
  ...{ vision: 0, objective: 1, 'key-result': 2, nothing: 2, team: 3, group: 3, rest: 3, manager: 4 },
};
const NODE_WIDTH = 8;
/** A line of small text. */
const GAP = 18;
const LABEL_WIDTH = 176;
/** Of the small text, on average. */
const LETTER_WIDTH = 6.6;
const LETTERS_MIN = 18;
/** In the width of a label. */
const LETTERS_LAST = 24;
/** A name that stands upright takes this from its neighbour. */
const LINE_WIDTH = 15;
const FLOW_HEIGHT = 320;
/** Narrower than this columns would stand on each other's words: then the flow goes from top to bottom. */
const WIDTH_MIN = 960;
/** From top to bottom: how far apart two rows are, words and flows between them. */
const ROW_STEP = 208;
const ROW_LABEL = 152;
const ROW_FLOW_MIN = 48;
/** Half a line of text: the first place may be thinner than its words are high. */
const ROW_START = 8;

/** Drawn as SVG: places as large, flows as thick as the work is much. Each place leads one step further down. */
export function FlowMap({ map, search }: { map: StrategyMapAnswer; search: MapSearch }) {
  const { ref, width } = useWidth();
  const isDown = width < WIDTH_MIN;
  const hasKeyResults = map.nodes.some(({ kind }) => kind === 'key-result');
  // What serves nothing stands beside the last goals.
  const columnOf = ({ kind }: MapNode) => (kind === 'nothing' && !hasKeyResults ? COLUMNS.objective : COLUMNS[kind]);
  const nodes = map.nodes.map((node) => ({ ...node, column: columnOf(node) }));
  const used = [...new Set(nodes.map(({ column }) => column))].sort((a, b) => a - b);
  const inColumns = nodes.map((node) => ({ ...node, column: used.indexOf(node.column) }));
  const drawn = isDown ? foldToWidth(inColumns, map.flows, width - ROW_START) : { nodes: inColumns, flows: map.flows };
  const placed = layFlows(
    drawn.nodes,
    drawn.flows,
    isDown ? downSize(drawn.nodes, width - ROW_START) : acrossSize(width),
  );
  const unit = weightUnits[map.weight];
  const size = isDown
    ? { width, height: (used.length - 1) * ROW_STEP + NODE_WIDTH + ROW_LABEL }
    : { width, height: placed.height + GAP + ROW_START };
  const letters = lettersOf(width, used.length);
  return (
    <section ref={ref} className={classes.picture} aria-label={texts.title} onKeyDown={walkByArrows}>
      <svg {...size} className={classes.map}>
        <title>{texts.picture}</title>
        <defs>
          <pattern id="map-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v6" stroke="var(--hatch)" strokeWidth="2" />
          </pattern>
        </defs>
        <g transform={isDown ? `translate(${ROW_START} 0)` : `translate(0 ${ROW_START})`}>
          {placed.flows.map((one) => (
            <Ribbon
              key={`${one.flow.from} ${one.flow.to} ${one.flow.standing}`}
              placed={one}
              unit={unit}
              isDown={isDown}
            />
          ))}
          {placed.nodes.map((one) => (
            <Place
              key={one.node.id}
              placed={one}
              search={search}
              unit={unit}
              isDown={isDown}
              letters={isDown ? LETTERS_MIN : one.node.column === used.length - 1 ? LETTERS_LAST : letters}
            />
          ))}
        </g>
      </svg>
    </section>
  );
}

/** How many letters of a name stand before the flows to the next column cross: more, the fewer columns there are. */
function lettersOf(width: number, columns: number): number {
  const step = (width - LABEL_WIDTH) / Math.max(1, columns - 1);
  return Math.max(LETTERS_MIN, Math.floor((step * 0.45) / LETTER_WIDTH));
}

/** Of names that stand side by side, a line of text each. */
function foldToWidth<Node extends MapNode & { readonly column: number }>(
  nodes: readonly Node[],
  flows: readonly MapFlow[],
  width: number,
) {
  return foldLeast(
    { nodes, flows },
    Math.max(2, Math.floor((width - ROW_FLOW_MIN) / LINE_WIDTH)),
    ({ kind }) => kind !== 'nothing' && kind !== 'rest',
    (folded) => ({
      ...(folded[0] as Node),
      id: `folded ${folded[0]?.id}`,
      key: null,
      of: null,
      page: null,
      folded: folded.length,
    }),
    ({ from, to, standing }) => `${from} ${to} ${standing}`,
  );
}

function acrossSize(width: number) {
  return { width: width - LABEL_WIDTH, nodeWidth: NODE_WIDTH, gap: GAP, flowHeight: FLOW_HEIGHT };
}

/** Laid out as if from left to right, then turned: the width is shared by what flows and by a line of text for each place. */
function downSize(nodes: readonly { readonly column: number }[], width: number) {
  const columns = [...Map.groupBy(nodes, ({ column }) => column).values()];
  const most = Math.max(1, ...columns.map((own) => own.length));
  const gap = Math.max(4, Math.min(GAP, (width - ROW_FLOW_MIN) / most));
  return {
    width: (columns.length - 1) * ROW_STEP + NODE_WIDTH,
    nodeWidth: NODE_WIDTH,
    gap,
    flowHeight: Math.max(ROW_FLOW_MIN, width - most * gap - 8),
  };
}

function Ribbon({ placed, unit, isDown }: { placed: PlacedFlow<MapFlow>; unit: string; isDown: boolean }) {
  const { flow, x0, x1, y0, y1, thickness } = placed;
  const [middle, half] = [(x0 + x1) / 2, Math.max(0.5, thickness / 2)];
  const at = (x: number, y: number) => (isDown ? `${y} ${x}` : `${x} ${y}`);
  const top = `M${at(x0, y0 - half)}C${at(middle, y0 - half)} ${at(middle, y1 - half)} ${at(x1, y1 - half)}`;
  const bottom = `L${at(x1, y1 + half)}C${at(middle, y1 + half)} ${at(middle, y0 + half)} ${at(x0, y0 + half)}Z`;
  return (
    <path d={top + bottom} className={`${classes.flow} ${classes[flow.standing]}`}>
      <title>{texts.amount(formatAmount(flow.amount), unit, mapStandingNames[flow.standing])}</title>
    </path>
  );
}

interface PlaceProps {
  readonly placed: PlacedNode<MapNode>;
  readonly search: MapSearch;
  readonly unit: string;
  readonly isDown: boolean;
  /** So many of its name. */
  readonly letters: number;
}

function Place({ placed, search, unit, isDown, letters }: PlaceProps) {
  const { node, x, y, height, amount } = placed;
  const hasKey = node.key !== null && node.kind !== 'vision';
  const said = texts.place(nameOf(node), formatAmount(amount), unit);
  const box = isDown ? { x: y, y: x, width: height, height: NODE_WIDTH } : { x, y, width: NODE_WIDTH, height };
  // The words are thin: what is around them leads on too.
  const area = isDown
    ? { x: y, y: x, width: Math.max(height, GAP), height: ROW_LABEL }
    : { x, y, width: LABEL_WIDTH, height: Math.max(height, GAP) };
  const across = Math.min(height / 2, 40) + 4;
  const label = isDown
    ? { transform: `translate(${y + height / 2 - 4} ${x + NODE_WIDTH + 6}) rotate(90)` }
    : { x: x + NODE_WIDTH + 6, y: y + across };
  return (
    <PlaceLink node={node} search={search} className={classes.link} aria-label={said} data-walk={node.kind}>
      <title>{said}</title>
      <rect {...area} fill="transparent" />
      <rect {...box} className={amount > 0 ? classes.place : classes.empty} />
      <text {...label} className={classes.label}>
        {hasKey && <tspan className={classes.key}>{node.key} </tspan>}
        {/* At a word: half of one is not part of what is read aloud. */}
        {shorten(hasKey ? node.name : nameOf(node), letters, 0)}
      </text>
    </PlaceLink>
  );
}

function useWidth() {
  const ref = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(WIDTH_MIN);
  useEffect(() => {
    const place = ref.current;
    if (!place) return;
    const observer = new ResizeObserver(() => setWidth(place.clientWidth));
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
