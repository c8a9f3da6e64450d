import { describe, expect, it } from 'vitest';
import { layFlows } from '../../../src/domain/flow-layout.ts';

const size = { width: 900, nodeWidth: 10, gap: 12, flowHeight: 300 };
const nodes = [
  { id: 'vision', column: 0 },
  ...['o1', 'o2', 'o3'].map((id) => ({ id, column: 1 })),
  ...Array.from({ length: 80 }, (_, at) => ({ id: `t${at}`, column: 2 })),
];
const flows = [
  { from: 'vision', to: 'o1', amount: 60 },
  { from: 'vision', to: 'o2', amount: 20 },
  ...Array.from({ length: 80 }, (_, at) => ({ from: at % 4 === 0 ? 'o2' : 'o1', to: `t${at}`, amount: 1 })),
];

describe('a map of flows', () => {
  it('gives each place the height of what flows through it, in columns over the whole width', () => {
    const laid = layFlows(nodes, flows, size);
    const height = (id: string) => laid.nodes.find(({ node }) => node.id === id)?.height ?? 0;
    expect(height('vision')).toBeCloseTo(300);
    expect(height('o1') / height('o2')).toBeCloseTo(3);
    expect(height('o3')).toBeGreaterThan(0);
    expect(new Set(laid.nodes.map(({ x }) => x))).toEqual(new Set([0, 445, 890]));
  });

  it('overlaps no two places of a column and no two flows at a place, with eighty teams', () => {
    const laid = layFlows(nodes, flows, size);
    for (const own of Map.groupBy(laid.nodes, ({ node }) => node.column).values()) {
      own.slice(1).forEach((one, at) => {
        const before = own[at];
        expect(one.y).toBeGreaterThanOrEqual((before?.y ?? 0) + (before?.height ?? 0) + size.gap);
      });
    }
    for (const own of Map.groupBy(laid.flows, ({ flow }) => flow.from).values()) {
      const sorted = own.toSorted((a, b) => a.y0 - b.y0);
      sorted.slice(1).forEach((one, at) => {
        const before = sorted[at];
        expect(one.y0 - one.thickness / 2).toBeGreaterThanOrEqual(
          (before?.y0 ?? 0) + (before?.thickness ?? 0) / 2 - 1e-6,
        );
      });
    }
    expect(laid.height).toBeGreaterThan(80 * size.gap);
  });

  it('is empty where nothing is there', () => {
    expect(layFlows([], [], size)).toEqual({ nodes: [], flows: [], height: size.gap });
  });
});
