import type { ReactNode } from 'react';

/** The ways in. */
export const signInTexts = {
  title: 'Sign in',
  signingIn: 'Signing in…',
  didNotWork: 'Signing in did not work',
  signInAt: (organisation: string | undefined) => `Sign in to Plumbline${organisation ? ` at ${organisation}` : ''}`,
  worksOnce: 'This link is yours alone and works once.',
  signIn: 'Sign in',
  signedOut: 'Signed out',
  youAreOut: 'You are signed out',
  openLink: (hasMail: boolean, command: ReactNode) => (
    <>
      {hasMail ? 'Or open' : 'Open'} your sign-in link to come in: an owner of Plumbline makes you one. Where Plumbline
      runs, this prints one: {command}
    </>
  ),
  command: 'npx plumbline sign-in-link',
  kept: 'Everything Plumbline has read is kept. Nothing here is shown to anybody who is not signed in.',
  refused: 'This link no longer signs in',
  getAnother: (command: ReactNode, link: (text: string) => ReactNode) => (
    <>
      A sign-in link works once and for a short time. An owner makes a new one, or where Plumbline runs, this prints
      one: {command}. Or go {link('to the overview')}, if you are still signed in.
    </>
  ),
};

export const mailLinkTexts = {
  label: 'Sign in by mail',
  address: 'Your e-mail address',
  send: 'Send me a link',
  sent: (address: string) =>
    `If ${address} is known here, a link is on its way. It works once, and for a quarter of an hour.`,
};
