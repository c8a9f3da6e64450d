import type { CredentialField } from '../../../connectors/credential-fields.ts';
import { listTools } from '../../usecases/list-tools.ts';

const FLAGS: Readonly<Record<CredentialField['name'], string>> = {
  email: '--email',
  key: '--key',
  token: '--token-file',
  appSecret: '--secret-file',
};

/** What each tool asks for, a line each; what it can do without stands in brackets. */
export function connectHelp(): string {
  const tools = listTools();
  const width = Math.max(...tools.map(({ tool }) => tool.length));
  const lines = tools.map(({ tool, address, credentials, consent }) => {
    const flags = credentials.map(({ name, isNeeded }) => (isNeeded ? FLAGS[name] : `[${FLAGS[name]}]`));
    const other = consent ? ', or --oauth' : '';
    return `  ${tool.padEnd(width)}  --base-url ${address.example} ${flags.join(' ')}${other}`;
  });
  return ['', 'What each tool asks for:', ...lines].join('\n');
}
