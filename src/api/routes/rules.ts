import { z } from 'zod';
import { addRule, changeRule, removeRule, undoRuleChange } from '../../usecases/change-rules.ts';
import { previewRule, readRuleOffers, readRules } from '../../usecases/preview-rule.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  addRuleBodySchema,
  changeRuleBodySchema,
  previewRuleBodySchema,
  ruleOffersSchema,
  rulePreviewSchema,
  rulesChangedSchema,
  rulesSchema,
} from '../schemas/rules.ts';

const paramsSchema = z.object({ id: z.string().max(100) });

/** Leaders read the organisation's rules and try new ones out; the owner changes them. */
export function addRuleRoutes(app: App, deps: ApiDeps): void {
  const tags = ['rules'];
  const read = { isLeaderOnly: true };
  const config = { isOwnerOnly: true };
  app.get(
    '/rules',
    {
      config: read,
      schema: {
        tags,
        summary: 'The rules in the order they are tried, with what each catches',
        response: { 200: rulesSchema },
      },
    },
    (request) => readRules(deps, viewerOf(request)),
  );
  app.get(
    '/rules/offers',
    {
      config: read,
      schema: { tags, summary: 'What conditions can be chosen from', response: { 200: ruleOffersSchema } },
    },
    (request) => readRuleOffers(deps, viewerOf(request)),
  );
  app.post(
    '/rules/preview',
    {
      config: read,
      schema: {
        tags,
        summary: 'What a rule would catch, and what the rate would become; changes nothing',
        body: previewRuleBodySchema,
        response: { 200: rulePreviewSchema },
      },
    },
    (request) => previewRule(deps, viewerOf(request), request.body),
  );
  app.post(
    '/rules',
    {
      config,
      schema: {
        tags,
        summary: 'Adds a rule, tried last',
        body: addRuleBodySchema,
        response: { 200: rulesChangedSchema },
      },
    },
    (request) => addRule(deps, signedInOf(request).person, request.body),
  );
  app.patch(
    '/rules/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Rewords a rule, or tries it at another place',
        params: paramsSchema,
        body: changeRuleBodySchema,
        response: { 200: rulesChangedSchema },
      },
    },
    (request) => changeRule(deps, signedInOf(request).person, request.params.id, request.body),
  );
  app.delete(
    '/rules/:id',
    {
      config,
      schema: { tags, summary: 'Removes a rule', params: paramsSchema, response: { 200: rulesChangedSchema } },
    },
    (request) => removeRule(deps, signedInOf(request).person, request.params.id),
  );
  app.post(
    '/rules/undo',
    {
      config,
      schema: {
        tags,
        summary: 'Takes the last change of the rules back',
        body: z.strictObject({ changeId: z.int() }),
        response: { 200: z.object({ undone: z.int() }) },
      },
    },
    (request) => undoRuleChange(deps, signedInOf(request).person, request.body.changeId),
  );
}
