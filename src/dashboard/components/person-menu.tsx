import { ActionIcon, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { sendJson } from '../api.ts';
import { usePreference } from '../hooks/use-preference.ts';
import { sessionQuery } from '../queries.ts';
import { personMenuTexts as texts } from '../texts/en/shell.tsx';
import classes from './person-menu.module.css';

export type Density = 'compact' | 'roomy';

/** Light or dark, dense or roomy, who one is, what is seldom needed, and the way out. */
export function PersonMenu() {
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  return (
    <div className={classes.group}>
      <SchemeSwitch />
      {session && <Account name={session.person.name} email={session.person.email} role={session.person.role} />}
    </div>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="var(--ink)"
      size={32}
      aria-label={isDark ? texts.toLight : texts.toDark}
      title={isDark ? texts.toLight : texts.toDark}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
      </svg>
    </ActionIcon>
  );
}

function Account({ name, email, role }: { name: string; email: string; role: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [density, setDensity] = usePreference<Density>('density', 'compact');
  const signOut = async () => {
    await sendJson('DELETE', '/session').catch(() => undefined);
    client.clear();
    await navigate({ to: '/sign-in' });
    // Nothing that was read stays in this page's memory.
    window.location.reload();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={classes.who}>
          {name}
          <span aria-hidden="true"> ▾</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={`${classes.about} small`}>
          {email}
          <br />
          <span className="soft">{texts.signedInAs(role)}</span>
        </div>
        <Menu.Item component={Link} to="/people">
          {texts.people}
        </Menu.Item>
        <Menu.Item component={Link} to="/outbox">
          {texts.outbox}
        </Menu.Item>
        <Menu.Item component={Link} to="/settings">
          {texts.settings}
        </Menu.Item>
        {['owner', 'leader'].includes(role) && (
          <Menu.Item component={Link} to="/rules">
            {texts.rules}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/glossary">
          {texts.glossary}
        </Menu.Item>
        <Menu.Item onClick={() => setDensity(density === 'compact' ? 'roomy' : 'compact')}>
          {density === 'compact' ? texts.roomier : texts.denser}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{texts.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
