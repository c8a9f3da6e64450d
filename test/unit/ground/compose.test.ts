import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig, SETTING_NAMES } from '../../../config/config.ts';

interface Service {
  command?: string[];
  image: string;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  ports?: string[];
  deploy?: { replicas: number };
  depends_on?: Record<string, { condition: string }>;
}

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const text = read('docker-compose.yml');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const ours = Object.entries(services).filter(([, service]) => service.image === 'plumbline');
const secrets = { POSTGRES_PASSWORD: 'abc123', PLUMBLINE_SECRET_KEY: 'ab'.repeat(32) };

/** As compose does: `${NAME:-default}`, `${NAME:?message}`. */
function fill(value: string, env: Record<string, string>): string {
  return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string, rest: string) => {
    if (env[name]) return env[name];
    if (kind === '?') throw new Error(rest);
    return rest ?? '';
  });
}

function environmentOf(service: Service): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [name, fill(value, secrets)]),
  );
}

describe('docker-compose.yml', () => {
  it('runs one API and two workers', () => {
    expect(ours.map(([name, service]) => [name, service.command?.join(' '), service.deploy?.replicas ?? 1])).toEqual([
      ['api', 'start --only api', 1],
      ['worker', 'start --only workers', 2],
    ]);
  });

  it.each(ours)('gives %s settings that the parser knows, and accepts', (_, service) => {
    const environment = environmentOf(service);
    expect(SETTING_NAMES).toEqual(expect.arrayContaining(Object.keys(environment)));
    const config = parseConfig(environment);
    expect(config.databaseUrl).toBe('postgres://plumbline:abc123@postgres:5432/plumbline');
    expect(config.redisUrl).toBe('redis://queue:6379');
    expect(config.secretKey).toHaveLength(32);
  });

  it('has a default for no secret', () => {
    for (const name of Object.keys(secrets)) {
      const uses = text.match(new RegExp(`\\$\\{${name}[^}]*\\}`, 'g')) ?? [];
      expect(uses.length).toBeGreaterThan(0);
      expect(uses.filter((use) => !use.startsWith(`\${${name}:?`))).toEqual([]);
    }
  });

  it('asks for nothing that .env.example does not list', () => {
    const asked = [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]);
    expect(asked.filter((name) => !read('.env.example').includes(`# ${name}=`))).toEqual([]);
  });

  it('keeps every key of the queue', () => {
    expect(services.queue?.command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('waits for a healthy database and queue, and watches each of them', () => {
    for (const [, service] of ours) {
      expect(Object.values(service.depends_on ?? {})).toEqual([
        { condition: 'service_healthy' },
        { condition: 'service_healthy' },
      ]);
      for (const name of Object.keys(service.depends_on ?? {})) expect(services[name]?.healthcheck?.test).toBeDefined();
    }
  });

  it('opens ports on this machine only', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('sets only variables that the parser knows', () => {
    const block = /^ENV ((?:.+\\\n)*.+)$/m.exec(dockerfile)?.[1] ?? '';
    const names = [...block.matchAll(/([A-Z_]+)=/g)].map((match) => match[1]);
    expect(names).toContain('PLUMBLINE_HOST');
    expect(names.filter((name) => name !== 'PATH' && !SETTING_NAMES.includes(name ?? ''))).toEqual([]);
  });

  it('leaves root before it starts, and is watched', () => {
    expect(dockerfile).toMatch(/^USER plumbline$/m);
    expect(dockerfile.indexOf('USER plumbline')).toBeLessThan(dockerfile.indexOf('ENTRYPOINT'));
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n.*\/healthz/m);
  });
});
