import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStopWord, LANGUAGES } from '../../../../src/domain/linking/function-words.ts';
import { detectLanguage, languagesIn } from '../../../../src/domain/linking/language.ts';
import { stem } from '../../../../src/domain/linking/stemming.ts';

const GERMAN = 'Als Händler möchte ich meine Bestellungen filtern';
const ENGLISH = 'As a seller I want to filter my orders';

describe('detectLanguage', () => {
  it.each([
    ['en', ENGLISH],
    ['en', 'Add a button to delete the account'],
    ['en', 'Fix an error when the address is saved'],
    ['de', GERMAN],
    ['de', 'Rechnungen lassen sich nicht exportieren'],
    ['de', 'Fehler beim Speichern der Adresse im Kundenkonto beheben'],
    ['fr', 'Les factures ne peuvent pas être exportées'],
    ['fr', 'Ajouter un bouton pour supprimer son compte'],
    ['fr', 'Le formulaire n’affiche aucun message d’erreur'],
    ['es', 'No se pueden exportar las facturas'],
    ['es', 'Corregir un error al guardar la dirección del cliente'],
    ['es', 'Verificación de la dirección antes del envío'],
    ['it', 'Le fatture non possono essere esportate'],
    ['it', 'Aggiornare la documentazione per i nuovi dipendenti'],
    ['it', 'Il modulo non mostra alcun messaggio di errore'],
    ['pt', 'Não é possível exportar as faturas'],
    ['pt', 'Atualizar a documentação para os novos funcionários'],
    ['pt', 'O formulário não mostra nenhuma mensagem de erro'],
    ['nl', 'Facturen kunnen niet worden geëxporteerd'],
    ['nl', 'Een knop toevoegen om het account te verwijderen'],
    ['nl', 'De zoekfunctie moet ook artikelnummers vinden'],
    ['sv', 'Som säljare vill jag filtrera mina beställningar'],
    ['sv', 'Sökningen ska också hitta artikelnummer'],
    ['sv', 'Lägg till en knapp för att ta bort kontot'],
    ['da', 'Gør forsidens indlæsningstid kortere for alle, så siden ikke bliver forladt, når den hentes af nogle'],
    ['no', 'Legg til en knapp for å slette kontoen, slik at noen ikke må skrive til oss og vente på svar fra noe sted'],
  ])('is %s: %s', (language, text) => {
    expect(detectLanguage(text, null)).toBe(language);
  });

  it.each([
    '',
    'Checkout',
    'Export CSV',
    'Ladezeit Startseite',
    'PROJ-12 KR1.2',
    '1 2 3',
    'ガント チャート',
    '로그인 화면 개선',
    'Исправить ошибку при сохранении',
    'k8s.io/apimachinery pkg/api/meta.SetStatusCondition ObservedGeneration',
  ])('leaves %j to the fallback', (text) => {
    expect(detectLanguage(text, null)).toBeNull();
    expect(detectLanguage(text, 'de')).toBe('de');
  });

  it('reads a text with words of another language in it', () => {
    expect(
      detectLanguage('Das Deployment der Checkout-Pipeline soll ohne Downtime laufen, wenn ein Release kommt', null),
    ).toBe('de');
  });

  it('reads the beginning of a text of a megabyte, with spaces or without', () => {
    expect(detectLanguage(`${GERMAN}. `.repeat(20_000), null)).toBe('de');
    expect(detectLanguage('x'.repeat(1_000_000), null)).toBeNull();
  });

  it('says one of its languages or the fallback, whatever it reads', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect([...LANGUAGES, 'none']).toContain(detectLanguage(text, 'none'));
      }),
    );
  });
});

describe('languagesIn', () => {
  it('names the main language first and leaves out what is rare', () => {
    const texts = [
      ...Array(200).fill(GERMAN),
      ...Array(10).fill(ENGLISH),
      ...Array(3).fill('Il modulo non mostra alcun messaggio di errore'),
      'Checkout',
    ];
    expect(languagesIn(texts)).toEqual(['de', 'en']);
  });

  it.each([
    [[], ['en']],
    [['Checkout', 'Export CSV'], ['en']],
    [[GERMAN], ['de']],
  ])('of %j are %j', (texts, languages) => {
    expect(languagesIn(texts)).toEqual(languages);
  });
});

describe('stem', () => {
  it.each([
    ['en', 'migrating migration migrations migrate'],
    ['de', 'rechnung rechnungen'],
    ['de', 'kunde kunden'],
    ['de', 'einführen einführung einführungen'],
    ['de', 'schnell schneller schnelles'],
    ['de', 'größe größen'],
    ['fr', 'facture factures'],
    ['fr', 'migration migrations'],
    ['fr', 'améliorer amélioration améliorations'],
    ['es', 'factura facturas'],
    ['es', 'migrar migración migraciones'],
    ['it', 'esportare esportazione esportazioni'],
    ['pt', 'migrar migração migrações'],
    ['nl', 'verbeteren verbetering verbeteringen'],
    ['sv', 'förbättra förbättring förbättringar'],
    ['da', 'forbedre forbedring forbedringer'],
    ['no', 'faktura fakturaer fakturaene'],
  ] as const)('in %s is one for %s', (language, words) => {
    expect(new Set(words.split(' ').map((word) => stem(word, language))).size).toBe(1);
  });

  it.each([
    ['de', 'kunde', 'kunst'],
    ['fr', 'vente', 'ventilateur'],
    ['es', 'factura', 'fractura'],
    ['en', 'universe', 'invoice'],
    ['nl', 'bank', 'band'],
  ] as const)('in %s is not the same for %s and %s', (language, one, other) => {
    expect(stem(one, language)).not.toBe(stem(other, language));
  });

  it.each(LANGUAGES)('in %s is the same with accents and without, but for English words', (language) => {
    for (const [written, plain] of [
      ['réduction', 'reduction'],
      ['förbättring', 'forbattring'],
      ['migração', 'migracao'],
    ] as const) {
      expect(stem(written, language)).toBe(stem(plain, language));
    }
  });

  it('keeps words of no known language, accents aside', () => {
    expect(stem('kötelezettség', null)).toBe('kotelezettseg');
    expect(stem('로그인', null)).toBe('로그인');
    expect(stem('ガント', null)).toBe('ガント');
  });

  it('leaves three letters at least where it takes any', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES.slice(1)),
        fc.string({ unit: fc.constantFrom(...'aeinrstugl'), minLength: 1, maxLength: 12 }),
        (language, word) => {
          const made = stem(word, language);
          expect(word.startsWith(made)).toBe(true);
          expect(made.length).toBeGreaterThanOrEqual(Math.min(3, word.length));
        },
      ),
    );
  });
});

describe('isStopWord', () => {
  it.each([
    ['the', 'en', true],
    ['fur', 'de', true],
    ['checkout', 'en', false],
    ['the', 'de', false],
    ['rechnung', 'de', false],
  ] as const)('%s in %s: %s', (word, language, expected) => {
    expect(isStopWord(word, language)).toBe(expected);
  });
});
