/**
 * Every request our connectors make, and every answer the simulators give, held against the vendors' OpenAPI documents and recorded
 * payloads, which PLUMBLINE_FIXTURES names.
 */
import { describe, expect, it } from 'vitest';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimTool } from '../../../src/demo/world.ts';
import { unfoldBatches } from './batch.ts';
import { makeChecker } from './checker.ts';
import { loadDocument, type VendorDocument } from './document.ts';
import { driveTool, nobody } from './drive.ts';
import { exceptions } from './exceptions.ts';
import { type Finding, settle } from './finding.ts';
import type { Json } from './json-schema.ts';
import { withMorePages } from './more-pages.ts';
import { compareDelivery, loadRecordings } from './recordings.ts';

const folder = process.env.PLUMBLINE_FIXTURES ?? '';
const tools: readonly SimTool[] = ['jira', 'asana', 'trello'];

/** What webhooks bring, no document describes: it is held against what they brought others. */
function deliveryFindings(document: VendorDocument<SimTool>, delivered: readonly Json[]): Finding[] {
  if (delivered.length === 0) return [];
  const whats = new Set(delivered.flatMap(compareDelivery(document, folder)));
  return [...whats].map((what) => ({ tool: document.tool, operation: 'a delivery', what }));
}

describe.skipIf(!folder)('requests and answers keep to the vendors’ documents', () => {
  const world = withMorePages(makeWorld({ seed: 'contract', tasks: 240, now: Date.UTC(2026, 10, 20, 12) }));

  it.each(tools)('%s', { timeout: 120_000 }, async (tool) => {
    const { exchanges, tasks, setAside, missing, delivered } = await driveTool(tool, world);
    const document = loadDocument(tool, folder);
    const check = makeChecker(document, loadRecordings(document, folder));
    const { findings, bySchema, byRecording } = check(unfoldBatches(exchanges));

    const allowed = exceptions.filter((exception) => exception.tool === tool);
    const { unexcused, unused } = settle([...findings, ...deliveryFindings(document, delivered)], allowed);
    console.info(
      `${tool}: ${exchanges.length} requests; operations checked by schema ${bySchema.size}, by recording ${byRecording.size}; ` +
        `exceptions used ${allowed.length - unused.length} (${findings.length - unexcused.length} findings)`,
    );
    expect(unexcused.map(({ operation, what }) => `${operation}: ${what}`)).toEqual([]);
    expect(unused.map(({ operation, what }) => `never needed: ${operation}: ${what}`)).toEqual([]);
    expect(bySchema.size + byRecording.size).toBeGreaterThan(0);
    expect(tasks).toBeGreaterThan(0);
    expect(setAside).toBe(0);
    expect(missing).toEqual([nobody[tool]]);
    if (tool !== 'asana') expect(delivered.length).toBeGreaterThan(5);
  });
});
