import type { Flow, FlowNode } from './flow-layout.ts';

/**
 * Where more places stand in a column than there is room for, those through which the least flows become one, and so do their flows.
 *
 * @param max At least 2; of each column.
 * @param mayFold What has to stay by itself says no.
 * @param makeRest The place that stands for the folded ones, with an id of its own.
 * @param keyOf Flows of the same key become one.
 */
export function foldLeast<Node extends FlowNode, Link extends Flow>(
  given: { readonly nodes: readonly Node[]; readonly flows: readonly Link[] },
  max: number,
  mayFold: (node: Node) => boolean,
  makeRest: (folded: readonly Node[]) => Node,
  keyOf: (flow: Link) => string,
): { nodes: Node[]; flows: Link[] } {
  const amounts = amountsOf(given.flows);
  const restOf = new Map<string, Node>();
  const nodes = [...Map.groupBy(given.nodes, ({ column }) => column).values()].flatMap((own) => {
    if (own.length <= max) return own;
    const least = own.filter(mayFold).sort((a, b) => (amounts.get(a.id) ?? 0) - (amounts.get(b.id) ?? 0));
    const folded = new Set(least.slice(0, own.length - max + 1));
    if (folded.size < 2) return own;
    const rest = makeRest(own.filter((node) => folded.has(node)));
    for (const { id } of folded) restOf.set(id, rest);
    return [...own.filter((node) => !folded.has(node)), rest];
  });
  const led = given.flows.map((flow) => ({
    ...flow,
    from: restOf.get(flow.from)?.id ?? flow.from,
    to: restOf.get(flow.to)?.id ?? flow.to,
  }));
  const flows = [...Map.groupBy(led, keyOf).values()].map((same) => ({
    ...(same[0] as Link),
    amount: same.reduce((sum, { amount }) => sum + amount, 0),
  }));
  return { nodes, flows };
}

/** Through each place. */
function amountsOf(flows: readonly Flow[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { in: number; out: number }>();
  const at = (id: string) => sums.get(id) ?? sums.set(id, { in: 0, out: 0 }).get(id) ?? { in: 0, out: 0 };
  for (const { from, to, amount } of flows) {
    at(from).out += amount;
    at(to).in += amount;
  }
  return new Map([...sums].map(([id, sum]) => [id, Math.max(sum.in, sum.out)]));
}
