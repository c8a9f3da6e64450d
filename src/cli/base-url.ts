import type { Config } from '../../config/config.ts';
import type { Runtime } from '../compose.ts';

/** Where people reach us, which is where the links of a mail lead. */
export function baseUrlOf({ publicUrl, host, port }: Config, apiUrl: string | null = null): string {
  return publicUrl ?? apiUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What writing and sending digests takes; their message ids are of the sender's domain. */
export function digestDeps(runtime: Pick<Runtime, 'config' | 'db' | 'now' | 'mailer' | 'log'>, baseUrl: string) {
  const { config, db, now, mailer, log } = runtime;
  const mailDomain = config.mail?.from.address.split('@')[1] ?? new URL(baseUrl).hostname;
  return { db, now, mailer, mailDomain, baseUrl, log };
}
