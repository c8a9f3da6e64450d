/** What flows through a place, drawn from left to right. */
export interface FlowNode {
  readonly id: string;
  /** From the left, from 0. */
  readonly column: number;
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

export interface PlacedNode<Node> {
  readonly node: Node;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** What flows through it. */
  readonly amount: number;
}

export interface PlacedFlow<Link> {
  readonly flow: Link;
  /** Its middle where it begins and where it ends, and how thick it is. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly thickness: number;
}

interface Size {
  readonly width: number;
  readonly nodeWidth: number;
  /** Between two places of a column, with room for a line of text. */
  readonly gap: number;
  /** Of the column through which the most flows. */
  readonly flowHeight: number;
}

/** A place through which nothing flows is still seen. */
const HEIGHT_MIN = 3;

/**
 * Places nodes in columns, in the order given, each as high as what flows through it, and the flows between them one above the other
 * without crossing at either end. The same amount is the same thickness everywhere.
 */
export function layFlows<Node extends FlowNode, Link extends Flow>(
  nodes: readonly Node[],
  flows: readonly Link[],
  { width, nodeWidth, gap, flowHeight }: Size,
): { nodes: PlacedNode<Node>[]; flows: PlacedFlow<Link>[]; height: number } {
  const amountOf = (id: string) =>
    Math.max(
      sumOf(flows, (flow) => flow.from === id),
      sumOf(flows, (flow) => flow.to === id),
    );
  const columns = [...Map.groupBy(nodes, ({ column }) => column)].sort(([a], [b]) => a - b);
  const most = Math.max(...columns.map(([, own]) => own.reduce((sum, { id }) => sum + amountOf(id), 0)), 1e-9);
  const scale = flowHeight / most;
  const step = columns.length > 1 ? (width - nodeWidth) / (columns.length - 1) : 0;
  const placed = columns.flatMap(([, own], at) => {
    let y = 0;
    return own.map((node): PlacedNode<Node> => {
      const amount = amountOf(node.id);
      const height = Math.max(HEIGHT_MIN, amount * scale);
      const one = { node, x: at * step, y, height, amount };
      y += height + gap;
      return one;
    });
  });
  const byId = new Map(placed.map((one) => [one.node.id, one]));
  return {
    nodes: placed,
    flows: placeFlows(flows, byId, scale, nodeWidth),
    height: Math.max(0, ...placed.map(({ y, height }) => y + height)) + gap,
  };
}

function placeFlows<Node, Link extends Flow>(
  flows: readonly Link[],
  byId: ReadonlyMap<string, PlacedNode<Node>>,
  scale: number,
  nodeWidth: number,
): PlacedFlow<Link>[] {
  const drawn = flows.filter(({ from, to, amount }) => amount > 0 && byId.has(from) && byId.has(to));
  const starts = offsets(
    drawn,
    (flow) => flow.from,
    (flow) => byId.get(flow.to)?.y ?? 0,
    scale,
  );
  const ends = offsets(
    drawn,
    (flow) => flow.to,
    (flow) => byId.get(flow.from)?.y ?? 0,
    scale,
  );
  return drawn.flatMap((flow) => {
    const [from, to] = [byId.get(flow.from), byId.get(flow.to)];
    if (!from || !to) return [];
    const thickness = flow.amount * scale;
    const y0 = from.y + (starts.get(flow) ?? 0) + thickness / 2;
    const y1 = to.y + (ends.get(flow) ?? 0) + thickness / 2;
    return [{ flow, x0: from.x + nodeWidth, y0, x1: to.x, y1, thickness }];
  });
}

/** Where each flow begins on its side of a node: in the order of the other ends. */
function offsets<Link extends Flow>(
  flows: readonly Link[],
  sideOf: (flow: Link) => string,
  otherY: (flow: Link) => number,
  scale: number,
): Map<Link, number> {
  const found = new Map<Link, number>();
  for (const own of Map.groupBy(flows, sideOf).values()) {
    let y = 0;
    for (const flow of own.toSorted((a, b) => otherY(a) - otherY(b))) {
      found.set(flow, y);
      y += flow.amount * scale;
    }
  }
  return found;
}

function sumOf(flows: readonly Flow[], isOf: (flow: Flow) => boolean): number {
  return flows.reduce((sum, flow) => sum + (isOf(flow) ? flow.amount : 0), 0);
}
