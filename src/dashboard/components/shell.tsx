import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { SessionAnswer } from '../../api/schemas/organisation.ts';
import { formatCount } from '../format.ts';
import { proposalsQuery, reviewCountQuery, sessionQuery } from '../queries.ts';
import { shellTexts as texts } from '../texts/en/shell.tsx';
import { FirstRunLine } from './first-run-line.tsx';
import { LiveNote } from './live-note.tsx';
import { NoticeBanner } from './notice-banner.tsx';
import { PageAnnouncer } from './page-announcer.tsx';
import { PersonMenu } from './person-menu.tsx';
import { SearchBox } from './search-box.tsx';
import classes from './shell.module.css';
import { ShortcutHelp } from './shortcut-help.tsx';

/** What stands around every page. */
export function Shell() {
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  const isSignedIn = session !== undefined;
  const { pathname } = useLocation();
  const main = useFocusOnNewPage(pathname);
  return (
    <>
      <a className={classes.skip} href="#main">
        {texts.skip}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link to="/" className={classes.name}>
            <Bob />
            {texts.product}
          </Link>
          {isSignedIn && (
            <>
              <Navigation role={session.person.role} />
              <div className={classes.search}>
                <SearchBox />
              </div>
            </>
          )}
          <div className={classes.person} style={isSignedIn ? undefined : { marginLeft: 'auto' }}>
            <PersonMenu />
          </div>
        </div>
      </header>
      <PageAnnouncer />
      {session?.person.role === 'owner' && <NoticeBanner />}
      {session?.person.role === 'owner' && <FirstRunLine />}
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      {isSignedIn && (
        <footer className={`${classes.footer} small soft`}>
          <LiveNote />
          {session?.isDemo && <span>{texts.demo}</span>}
          <ShortcutHelp />
        </footer>
      )}
    </>
  );
}

function Navigation({ role }: { role: SessionAnswer['person']['role'] }) {
  return (
    <nav className={classes.nav} aria-label={texts.pages}>
      <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
        {texts.overview}
      </Link>
      <Link to="/unaligned" activeOptions={{ includeSearch: false }}>
        {texts.unaligned}
      </Link>
      <ReviewLink />
      <Link to="/goals">{texts.goals}</Link>
      <Link to="/map" activeOptions={{ includeSearch: false }}>
        {texts.map}
      </Link>
      {role !== 'member' && <Link to="/teams">{texts.teams}</Link>}
      {(role === 'owner' || role === 'leader') && <ProposalsLink />}
      <Link to="/connections">{texts.connections}</Link>
    </nav>
  );
}

/** With how many questions wait for a person. */
function ReviewLink() {
  const total = useQuery(reviewCountQuery).data ?? 0;
  return (
    <Link to="/review">
      {texts.review}
      <Count count={total} word={texts.questions} />
    </Link>
  );
}

/** With how many wait for a person. */
function ProposalsLink() {
  const open = useQuery(proposalsQuery({ state: 'open' })).data?.counts.open ?? 0;
  return (
    <Link to="/proposals" activeOptions={{ includeSearch: false }}>
      {texts.proposals}
      <Count count={open} word={texts.open} />
    </Link>
  );
}

function Count({ count, word }: { count: number; word: string }) {
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      {' '}
      {formatCount(count)}
      <span className="visually-hidden"> {word}</span>
    </span>
  );
}

/** A reader with a screen reader or keyboard lands on the new page, not on the link that was left behind. */
function useFocusOnNewPage(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

/** The plumb bob: a line and its weight. */
function Bob() {
  return (
    <svg width="14" height="24" viewBox="0 0 14 24" aria-hidden="true">
      <path d="M7 0v13" stroke="currentColor" strokeWidth="1.5" />
      <path d="M2 13h10l-5 10z" fill="currentColor" />
    </svg>
  );
}
