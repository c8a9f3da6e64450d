import { changeSettings, readSettingsView } from '../../usecases/change-settings.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import { settingsSchema } from '../schemas/organisation.ts';
import { changeSettingsBodySchema } from '../schemas/settings.ts';

export function addOrganisationRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/settings',
    { schema: { tags: ['settings'], summary: 'The organisation’s settings', response: { 200: settingsSchema } } },
    () => readSettingsView(deps.db),
  );
  app.patch(
    '/settings',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags: ['settings'],
        summary: 'Changes the settings that are named',
        body: changeSettingsBodySchema,
        response: { 200: settingsSchema },
      },
    },
    (request) => changeSettings(deps, signedInOf(request).person, request.body),
  );
}
