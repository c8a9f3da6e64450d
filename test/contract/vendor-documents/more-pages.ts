import type { SimTask, SimTool, World } from '../../../src/demo/world.ts';

/** One more than each tool gives in a page, so that every connector asks for a second one. */
const copies: Readonly<Record<SimTool, number>> = { jira: 101, asana: 101, trello: 1001 };

/** The world with one scope of each tool grown beyond a page, by copies of one of its tasks. */
export function withMorePages(world: World): World {
  const added = Object.entries(copies).flatMap(([tool, count]) => {
    const task = world.tasks.find(
      (each) => each.tool === tool && each.parentId === null && each.mirrorOf === null && each.alsoIn.length === 0,
    );
    if (!task) throw new Error(`The world has no plain ${tool} task.`);
    return Array.from({ length: count }, (_, at) => copyOf(task, at));
  });
  return { ...world, tasks: [...world.tasks, ...added] };
}

function copyOf(task: SimTask, at: number): SimTask {
  const tail = (at + 1).toString(16).padStart(6, '0');
  const vendorId = {
    jira: () => String(Number(task.vendorId) + 500_000 + at),
    asana: () => String(BigInt(task.vendorId) + 1_000_000n + BigInt(at)),
    // Its first digits are the second of its creation, which a copy shares.
    trello: () => `${task.vendorId.slice(0, -6)}${tail}`,
  }[task.tool]();
  const key = { jira: () => `${task.key?.split('-')[0]}-${50_000 + at}`, asana: () => null, trello: () => `zz${tail}` }[
    task.tool
  ]();
  return { ...task, id: `${task.id}-copy-${at}`, vendorId, key };
}
