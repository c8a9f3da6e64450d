import { stemmer as english } from 'stemmer';
import type { Language } from './function-words.ts';

/**
 * The stem of a word, without accents, so that "Rechnungen" meets "Rechnung".
 *
 * @param word In small letters, with its accents where it was written with them.
 * @param language null: none that we know; then the word itself, and its letters must do.
 */
export function stem(word: string, language: Language | null): string {
  return language === null ? withoutAccents(word) : withoutAccents(STEMMERS[language](word));
}

const STEMMERS: Record<Language, (word: string) => string> = {
  en: (word) => english(withoutAccents(word)),
  de: endingsOff('heiten heit keiten keit erungen erung ungen ung erns ern ers en er em es e n s'),
  fr: endingsOff(
    'issements issement ements ement ations ation atrices atrice ateurs ateur euses euse eurs eur ives ive ifs ees ee ctions ction uire ire es er ir e s',
  ),
  es: endingsOff(
    'amientos amiento imientos imiento aciones acion cciones ccion uciones ucion cir adoras adores adora ador amente mente ando iendo idades idad ados adas ado ada ar er ir es os as o a e s',
  ),
  it: endingsOff(
    'amento amenti imento imenti azioni azione uzioni uzione atori atore amente mente ando endo ati ata ate ato are ere ire che i e a o',
  ),
  pt: endingsOff(
    'amentos amento imentos imento acoes acao ucoes ucao adoras adores adora ador amente mente ando endo idades idade ados adas ado ada ar er ir oes ao es os as o a e s',
  ),
  nl: endingsOff('eringen ering ingen heden heid ing eren ers ies ie en er e s'),
  sv: endingsOff(
    'ningarna ningen ningar ning ingarna ingen ingar ing arnas arna ernas erna orna orna andet ande heten het arens aren are erna ens ets ar er or en et an a e s n',
  ),
  da: endingsOff(
    'eringerne eringen eringer ering ingerne ingen inger ing ernes erne erens eren ere ers heden hed ende ene er en et es e s r',
  ),
  no: endingsOff(
    'eringene eringen eringer ering ingene ingen inger ing aene aer erens eren ere ers enes ene heten het ende er en et es e a s',
  ),
};

/** Enough letters that what is left is not another word. */
const LETTERS_LEFT_MIN = 3;

/** Takes off the longest of these endings, once. They are grammar's, so most of what a full stemmer brings together meets. */
function endingsOff(list: string): (word: string) => string {
  const endings = list.split(' ').sort((a, b) => b.length - a.length);
  return (word) => {
    const plain = withoutAccents(word);
    const ending = endings.find((end) => plain.length - end.length >= LETTERS_LEFT_MIN && plain.endsWith(end));
    return ending === undefined ? plain : plain.slice(0, -ending.length);
  };
}

function withoutAccents(word: string): string {
  if (/^[ -~]*$/u.test(word)) return word;
  const plain = word.normalize('NFKD').replace(/[\u0300-\u036f]+/gu, '');
  // Put together again, or Korean syllables would fall to pieces. Letters that are no accents come apart by hand.
  return plain.normalize('NFKC').replaceAll('ß', 'ss').replaceAll('æ', 'ae').replaceAll('œ', 'oe').replaceAll('ø', 'o');
}
