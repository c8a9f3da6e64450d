import { changeAllowance, readAllowances } from '../../usecases/set-allowance.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import { allowanceBodySchema, allowancesSchema } from '../schemas/allowances.ts';

export function addAllowanceRoutes(app: App, deps: ApiDeps): void {
  const tags = ['allowances'];
  app.get(
    '/allowances',
    {
      schema: {
        tags,
        summary: 'Which share of each team’s work may keep the lights on, with who set it when',
        response: { 200: allowancesSchema },
      },
    },
    () => readAllowances(deps),
  );
  app.put(
    '/allowances',
    {
      config: { isLeaderOnly: true },
      schema: {
        tags,
        summary: 'Sets the share for a team and a cycle; what was set before stays as history',
        body: allowanceBodySchema,
        response: { 200: allowancesSchema },
      },
    },
    async (request) => {
      const { viewer, person } = signedInOf(request);
      await changeAllowance(deps, viewer, person, request.body);
      return readAllowances(deps);
    },
  );
}
