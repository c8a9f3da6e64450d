import { settingsSchema } from './organisation.ts';

/** What is named is changed. */
export const changeSettingsBodySchema = settingsSchema.partial().extend({
  /** What stood where the reader changed it: where it is another by now, nothing is saved. */
  seen: settingsSchema.partial().optional(),
});
