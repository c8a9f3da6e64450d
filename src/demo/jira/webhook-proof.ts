import { createHmac } from 'node:crypto';

/** Of webhooks an administrator gave a secret. */
export function signatureOf(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

const lifeSeconds = 180;

/** Of an OAuth app's webhooks: a token signed with the app's client secret, made anew for each attempt. */
export function bearerOf(clientSecret: string, now: number): string {
  const iat = Math.floor(now / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: 'jira', iat, exp: iat + lifeSeconds })}`;
  return `Bearer ${claims}.${createHmac('sha256', clientSecret).update(claims).digest('base64url')}`;
}
