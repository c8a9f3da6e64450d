import { writeFileSync } from 'node:fs';
import type { Runtime } from '../../compose.ts';
import { isIsoWeek } from '../../domain/iso-week.ts';
import { findPersonByEmail } from '../../store/people.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { previewDigest } from '../../usecases/preview-digest.ts';
import { baseUrlOf } from '../base-url.ts';
import type { Terminal } from '../terminal.ts';

export interface DigestOptions {
  readonly week?: string | undefined;
  /** Where to write the HTML part; without it the text part is printed. */
  readonly out?: string | undefined;
}

/** One person's digest as it would be sent, without sending it: its links that act are blanked. */
export async function digest(
  terminal: Terminal,
  runtime: Pick<Runtime, 'config' | 'db' | 'now'>,
  email: string,
  { week, out }: DigestOptions,
): Promise<void> {
  if (week !== undefined && !isIsoWeek(week))
    throw new UseCaseError('bad-week', `“${week}” is not a week; write it as 2026-W47.`);
  const person = await findPersonByEmail(runtime.db, email);
  if (!person) throw new UseCaseError('no-such-person', `Nobody has the e-mail ${email}.`);
  const deps = { db: runtime.db, now: runtime.now, baseUrl: baseUrlOf(runtime.config) };
  const { subject, digest: said, text, html } = await previewDigest(deps, person, week);
  if (out) writeFileSync(out, html);
  if (terminal.isJson) terminal.printJson({ person: person.email, out: out ?? null, digest: said, text });
  else if (out) terminal.print(`${subject}\nWritten to ${out}, and sent to nobody.`);
  else terminal.print(`${subject}\n\n${text}`);
}
