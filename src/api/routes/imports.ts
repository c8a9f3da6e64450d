import type { ImportError } from '../../domain/import/rows.ts';
import { type ImportedPlan, importText } from '../../usecases/import-text.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import { ApiProblem } from '../problem.ts';
import { type ImportAnswer, importAnswerSchema, importBodySchema, importParamsSchema } from '../schemas/imports.ts';

const SHOWN_MAX = 200;

/** Files of goals, people and rules, as the command line takes them: the difference first, then all of it or nothing. */
export function addImportRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/imports/:kind',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags: ['imports'],
        summary: 'Shows what a file would change; with `seen`, applies what was shown, all of it or nothing',
        params: importParamsSchema,
        body: importBodySchema,
        response: { 200: importAnswerSchema },
      },
    },
    async (request) => {
      const { seen = null, ...file } = request.body;
      const plan = await importText(deps, { ...request.params, ...file, seen }, signedInOf(request).person);
      if (!('difference' in plan)) throw refused(plan.errors);
      if (plan.isApplied && request.params.kind === 'goals') await deps.notify({ type: 'goals-changed' });
      return toAnswer(plan);
    },
  );
}

function toAnswer(plan: Extract<ImportedPlan, { isApplied: boolean }>): ImportAnswer {
  const { isApplied, seen, difference, lines } = plan;
  return {
    isApplied,
    seen,
    added: difference.added.length,
    changed: difference.changed.length,
    unchanged: difference.unchangedCount,
    missing: difference.missing.length,
    lines: lines.slice(0, SHOWN_MAX).map((line) => ({ ...line, fields: [...line.fields] })),
  };
}

function refused(errors: readonly ImportError[]): ApiProblem {
  const places = errors.length === 1 ? '1 place has' : `${errors.length} places have`;
  const detail = `Nothing was changed: ${places} to be mended first.`;
  const named = errors.slice(0, SHOWN_MAX).map(({ row, column, message }) => ({
    field: column === null ? `row ${row}` : `row ${row}, ${column}`,
    message,
  }));
  return new ApiProblem(422, 'import-refused', detail, named);
}
