import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { toolsSchema } from '../../../src/api/schemas/tools.ts';
import { ConnectForm } from '../../../src/dashboard/components/connect-form.tsx';
import { listTools } from '../../../src/usecases/list-tools.ts';

const { items } = toolsSchema.parse({ items: listTools() });

function markupOf(tool: (typeof items)[number]): string {
  const nothing = () => undefined;
  const form = createElement(ConnectForm, { tool, isTesting: false, error: null, onBack: nothing, onSubmit: nothing });
  return renderToStaticMarkup(createElement(MantineProvider, null, form));
}

const inputs = (markup: string) =>
  [...markup.matchAll(/<input[^>]*>/g)].map(([input]) => ({
    name: /name="(\w+)"/.exec(input)?.[1],
    type: /type="(\w+)"/.exec(input)?.[1] ?? 'text',
    isNeeded: /\brequired=""/.test(input),
  }));

describe('the form that connects a tool', () => {
  it.each(items)('asks for what $tool says it needs, and says where to get it', (tool) => {
    const markup = markupOf(tool);
    const asked = tool.credentials.map(({ name, isNeeded }) => {
      const type = { email: 'email', key: 'text', token: 'password', appSecret: 'password' }[name];
      return { name, type, isNeeded };
    });
    expect(inputs(markup)).toEqual([
      { name: 'baseUrl', type: 'text', isNeeded: true },
      ...asked,
      { name: 'name', type: 'text', isNeeded: false },
    ]);
    for (const { label, whereToGetIt } of tool.credentials) {
      expect(markup).toContain(label);
      expect(markup).toContain(whereToGetIt);
    }
    expect(markup).toContain(tool.address.usual ?? `placeholder="${tool.address.example}"`);
  });
});
