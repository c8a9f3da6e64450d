import { describe, expect, it } from 'vitest';
import { createLexicon } from '../../../../src/domain/linking/lexicon.ts';
import { createLinker } from '../../../../src/domain/linking/linker.ts';

const GERMAN = [
  {
    id: 'invoices',
    title: 'Rechnungen werden am selben Tag verschickt',
    text: 'Der Versand an die Kunden ist schneller als im letzten Jahr',
  },
  {
    id: 'failures',
    title: 'Weniger Ausfälle der Schnittstellen im Betrieb',
    text: 'Die Störungen werden nicht erst von den Kunden gemeldet',
  },
  {
    id: 'sign-in',
    title: 'Die Anmeldung ist für alle Kliniken einfach',
    text: 'Wir wollen, dass sich niemand mehr zweimal anmelden muss',
  },
];
const SPANISH = [
  {
    id: 'facturas',
    title: 'Las facturas se envían el mismo día',
    text: 'El envío a los clientes es más rápido que en el año pasado',
  },
  {
    id: 'averias',
    title: 'Menos averías de las conexiones en los hospitales',
    text: 'Los clientes ya no son los primeros que nos avisan de los fallos',
  },
  {
    id: 'acceso',
    title: 'El acceso es sencillo para todas las clínicas',
    text: 'Queremos que nadie tenga que identificarse dos veces',
  },
];
const ENGLISH = [
  {
    id: 'trays',
    title: 'Instrument trays are sterilised before the first operation',
    text: 'No theatre waits for a tray that should have been there in the morning',
  },
  {
    id: 'wards',
    title: 'Nurses find every bed that is free on their wards',
    text: 'The board shows what has been cleaned and what is still to be done',
  },
  {
    id: 'drugs',
    title: 'Orders of drugs are checked by the pharmacy',
    text: 'None of them waits for more than an hour',
  },
];

/** The words that carry a task's best goal. */
function carried(goals: typeof GERMAN, title: string) {
  const linker = createLinker({ goals });
  const task = { id: 'task', title, text: '' };
  const [best] = linker.read(task).ranked;
  return { goal: best?.goalId, words: linker.explain(task, best?.goalId ?? '')?.words };
}

describe('goals in several languages', () => {
  it.each([
    ['Störung einer Schnittstelle', 'failures', ['Schnittstelle', 'Störung']],
    ['Rechnung drucken', 'invoices', ['Rechnung']],
    ['Anmeldungen zählen', 'sign-in', ['Anmeldungen']],
  ])('a German task, %j, meets a German goal whatever the endings', (title, goal, words) => {
    expect(carried(GERMAN, title)).toEqual({ goal, words });
  });

  it.each([
    ['Imprimir una factura', 'facturas', ['factura']],
    ['Avería de la conexión', 'averias', ['Avería', 'conexión']],
  ])('a Spanish task, %j, meets a Spanish goal whatever the endings', (title, goal, words) => {
    const found = carried(SPANISH, title);
    expect({ ...found, words: [...(found.words ?? [])].sort() }).toEqual({ goal, words });
  });

  it('reads each task in its own language where goals are written in two, an undecided one in the main one', () => {
    const both = [...GERMAN, ...ENGLISH];
    expect(carried(both, 'Die Störung einer Schnittstelle wird nicht gemeldet').goal).toBe('failures');
    expect(carried(both, 'A tray was not sterilised in the morning, and the theatre is waiting for it')).toMatchObject({
      goal: 'trays',
      words: expect.arrayContaining(['tray', 'waiting']),
    });
  });

  it('gives the same reading whatever was read before', () => {
    const both = [...GERMAN, ...ENGLISH];
    const german = { id: 'g', title: 'Die Störung einer Schnittstelle wird nicht gemeldet', text: '' };
    const english = { id: 'e', title: 'The tray was not there in the morning when we were waiting for it', text: '' };
    const linker = createLinker({ goals: both });
    const first = linker.read(german);
    linker.read(english);
    expect(linker.read(german)).toEqual(first);
    expect(createLinker({ goals: both }).read(english)).toEqual(linker.read(english));
  });

  it('reads English alone as ever, whatever language a task is in', () => {
    const [plain, spoken] = [createLexicon(), createLexicon(['en'])];
    for (const lexicon of [plain, spoken]) lexicon.learn('Rechnung for the invoices');
    spoken.open('Die Rechnungen werden nicht verschickt', 'und die Kunden warten auf den Versand');
    expect(spoken.look('Rechnungen Rechnung invoice')).toEqual(plain.look('Rechnungen Rechnung invoice'));
  });
});
