import { z } from 'zod';
import { acceptProposal, dismissProposal } from '../../usecases/decide-proposal.ts';
import { readProposal, readProposals, requireProposal } from '../../usecases/read-proposals.ts';
import { undoProposalDecision } from '../../usecases/undo-proposal.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  decideProposalAnswerSchema,
  decideProposalBodySchema,
  proposalDetailSchema,
  proposalsQuerySchema,
  proposalsSchema,
  undoProposalAnswerSchema,
} from '../schemas/proposals.ts';

const paramsSchema = z.object({ id: z.string().max(300) });
const decisionParamsSchema = paramsSchema.extend({ decisionId: z.coerce.number().int().positive() });

/** Goals that pages state, until a person has decided on them. Drafts of strategy are shown to those who decide. */
export function addProposalRoutes(app: App, deps: ApiDeps): void {
  const tags = ['proposals'];
  const config = { isLeaderOnly: true };
  app.get(
    '/proposals',
    {
      config,
      schema: {
        tags,
        summary: 'What pages propose, those that changed last first',
        querystring: proposalsQuerySchema,
        response: { 200: proposalsSchema },
      },
    },
    (request) => readProposals(deps, viewerOf(request), request.query),
  );
  app.get(
    '/proposals/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One proposal with everything that accepting it would do',
        params: paramsSchema,
        response: { 200: proposalDetailSchema },
      },
    },
    (request) => readProposal(deps, viewerOf(request), request.params.id),
  );
  app.post(
    '/proposals/:id/decisions',
    {
      config,
      schema: {
        tags,
        summary: 'Takes over what is chosen, all of it or nothing; or dismisses the page',
        params: paramsSchema,
        body: decideProposalBodySchema,
        response: { 200: decideProposalAnswerSchema },
      },
    },
    async (request) => {
      const { person, viewer } = signedInOf(request);
      const { id: proposalId } = await requireProposal(deps.db, viewer, request.params.id);
      const { body } = request;
      if (body.says === 'dismissed') return dismissProposal(deps, { proposalId, seenHash: body.seenHash }, person);
      return acceptProposal(deps, { proposalId, ...body }, person);
    },
  );
  app.post(
    '/proposals/:id/decisions/:decisionId/undo',
    {
      config,
      schema: {
        tags,
        summary: 'Takes the last decision on a proposal back, and says what could not be as before',
        params: decisionParamsSchema,
        response: { 200: undoProposalAnswerSchema },
      },
    },
    async (request) => {
      const { person, viewer } = signedInOf(request);
      const { id: proposalId } = await requireProposal(deps.db, viewer, request.params.id);
      return undoProposalDecision(deps, { proposalId, decisionId: request.params.decisionId }, person);
    },
  );
}
