import { wordsOf } from '../normal-text.ts';
import { LANGUAGES, type Language, languagesByWord } from './function-words.ts';

/** A text is read in steps, until it is clear; what stands far down is in the language of the beginning. */
const STEP_CHARACTERS = 160;
const CHARACTERS_MAX = 1_600;
/** Points that one language must have, and as a multiple of the next: two words of grammar that no other language has. */
const POINTS_MIN = 4;
const LEAD_MIN = 1.4;
const CLEAR_POINTS = 10;
const CLEAR_LEAD = 2.5;
/** Of grammar alone: names of parts of programs look like Italian. */
const GRAMMAR_MIN = 1;

/**
 * The language of a text by its words of grammar, its letters, and groups of three letters that few other languages have.
 *
 * @param fallback Where the text says too little, as a title of three words mostly does: the organisation's main language.
 */
export function detectLanguage<Fallback>(text: string, fallback: Fallback): Language | Fallback {
  const found: Found = { all: noPoints(), grammar: noPoints() };
  let language: Language | null = null;
  for (let from = 0; from < Math.min(text.length, CHARACTERS_MAX); ) {
    const to = stepFrom(text, from);
    gather(text.slice(from, to), found);
    const [best, rival] = leaders(found.all);
    const points = found.all[best];
    const lead = points / Math.max(found.all[rival], 0.01);
    const isSure = points >= POINTS_MIN && lead >= LEAD_MIN && isGrammatical(best, found.grammar);
    language = isSure ? best : null;
    if (isSure && points >= CLEAR_POINTS && lead >= CLEAR_LEAD) break;
    from = to;
  }
  return language ?? fallback;
}

/** Steps end between words where they can. */
function stepFrom(text: string, from: number): number {
  if (text.length - from <= STEP_CHARACTERS) return text.length;
  const space = text.lastIndexOf(' ', from + STEP_CHARACTERS);
  return space > from ? space : from + STEP_CHARACTERS;
}

function leaders(points: Points): readonly [best: Language, rival: Language] {
  let best: Language = 'en';
  for (const language of LANGUAGES) if (points[language] > points[best]) best = language;
  let rival: Language | null = null;
  for (const language of LANGUAGES) {
    // Danish and Norwegian are written alike; what follows from the one holds for the other.
    if (language === best || (isDanoNorwegian(best) && isDanoNorwegian(language))) continue;
    if (rival === null || points[language] > points[rival]) rival = language;
  }
  return [best, rival ?? best];
}

function isGrammatical(best: Language, grammar: Points): boolean {
  return grammar[best] >= GRAMMAR_MIN && LANGUAGES.every((language) => grammar[language] <= grammar[best] * LEAD_MIN);
}

/** Fewer texts than one in fifty, and any three, may be citations. */
const SPOKEN_SHARE = 0.02;
const SPOKEN_MIN = 3;

/**
 * The languages of these texts, the most frequent first: the organisation's main one, and others that are worth detecting in each task.
 * English alone where no text says enough.
 */
export function languagesIn(texts: Iterable<string>): readonly [main: Language, ...others: Language[]] {
  const counts = new Map<Language, number>();
  let all = 0;
  for (const text of texts) {
    const language = detectLanguage(text, null);
    if (language === null) continue;
    counts.set(language, (counts.get(language) ?? 0) + 1);
    all += 1;
  }
  const ranked = [...counts].sort(([a, x], [b, y]) => y - x || LANGUAGES.indexOf(a) - LANGUAGES.indexOf(b));
  const [main = 'en', ...others] = ranked
    .filter(([, count], at) => at === 0 || count >= Math.max(SPOKEN_MIN, all * SPOKEN_SHARE))
    .map(([language]) => language);
  return [main, ...others];
}

function isDanoNorwegian(language: Language): boolean {
  return language === 'da' || language === 'no';
}

type Points = Record<Language, number>;

interface Found {
  readonly all: Points;
  readonly grammar: Points;
}

function noPoints(): Points {
  return { en: 0, de: 0, fr: 0, es: 0, it: 0, pt: 0, nl: 0, sv: 0, da: 0, no: 0 };
}

/** The fewer languages have it, the more it says. */
function add(points: Points, languages: readonly Language[] | undefined, weight: number): void {
  if (!languages) return;
  const each = weight * Math.log(LANGUAGES.length / languages.length);
  for (const language of languages) points[language] += each;
}

function gather(text: string, { all, grammar }: Found): void {
  for (const word of wordsOf(text)) {
    const languages = WORDS.get(word);
    if (languages) {
      // A single letter may be a name or a number of a list.
      const weight = word.length === 1 ? 0.25 : 1;
      add(all, languages, weight);
      add(grammar, languages, weight);
    } else if (word.length >= 4) {
      const ended = `${word} `;
      for (let at = 0; at + 3 <= ended.length; at++) add(all, GROUPS.get(ended.slice(at, at + 3)), GROUP_WEIGHT);
    }
  }
  for (const letter of text.toLowerCase().match(/[\u00df-\u00ff]/gu) ?? [])
    add(all, LETTERS.get(letter), LETTER_WEIGHT);
}

const GROUP_WEIGHT = 0.3;
const LETTER_WEIGHT = 0.6;
const WORDS = languagesByWord();

/** Groups of three letters that one of these languages has many times as often as most others; a space ends the word. */
const GROUPS = index({
  en: 'the,ing,ng ,igh,ght,ich,ow ,ay ,ey ,ck ,ess,ful,sh ,ty ,ity,ly ,ble,ure,wor,tch,thi,ph ,ies,ed ,ee ,oug,ew ,awa,ith,tho,hou,ive,age,ake,ite,ash,rea',
  de: 'sch,cht,ich,ung,ng ,auf,ein,ier,eit,kei,hei,lic,tzu,gen,ver,abe,bea,zei,aus,tze,ste,fur,keh,chn,ehr,hen,uck,eh ,eb ,bei,nge,rch,zu ,zum,tz ,pfl,anz,uch,lun,gru,hlu,ahl,ahr',
  fr: 'eur,eux,que,ion,oir,ent,aux,eau,ois,ait,ier,ell,ett,ouv,out,our,ais,cti,tre,ure,lle,sse,dre,ire,ndr,eme,ues,ieu,uel,oup,ise,ges,oix,quu,aie,ees,ee ',
  es: 'cio,ion,ado,ada,ido,nto,dad,nes,uev,ien,rar,ear,ar ,er ,ero,rio,los,las,nte,dos,cia,mie,ble,cue,que,qui,des,zar,jor,eja,uar,ajo,dor,bre,gua,tos,ros,aci',
  it: 'zio,ion,one,gli,ell,are,ere,ire,ato,ata,ati,ett,tti,zza,ggi,gio,ita,chi,che,ono,ano,nto,nti,tto,cci,sso,azi,io ,ia ,ne ,ico,vol,lla,oni,ess,tta,ori,ra ',
  pt: 'cao,coe,oes,ao ,nto,ado,dad,ada,ido,nha,lho,lha,ar ,er ,ir ,ent,ria,ica,rio,vel,gem,em ,que,eir,ais,ois,sso,qua,zar,ura,nci,dor,dos,oa ',
  nl: 'ijk,ij ,ijn,lij,aar,een,oor,oon,aan,eer,cht,sch,gen,eid,ing,ver,uit,ouw,euw,ijd,oet,eke,erk,aat,rij,ken,tie,jes,tje,waa,zoe,gev,ege,eve,oek',
  sv: 'for,ing,nga,nin,ade,are,het,ska,iga,lig,att,ckl,ck ,tta,lla,nde,rna,ana,kna,ora,bat,orb,sys,ion,ill,ter,arn,tt ,gar,ell,nad,rar,and,sta,anv,van,mot,ndr',
  da: 'ede,nde,lig,ger,hed,ske,ing,ere,for,tte,den,gen,der,lse,els,nin,øre,æng,ænd,ørs,ste,and,ind,rug,bru,ejl,afs,ved,hol,mul,jde,ngs,ges,vej,eje,kke,gør,fje,ble',
  no: 'ede,nde,lig,ger,het,ske,ing,ere,for,tte,den,gen,der,lse,els,nin,øre,ene,ste,and,inn,ruk,bru,eil,avs,ved,hol,mul,ngs,ges,jon,sjo,eie,kke,gjø,fje,bli,ikk,opp,ett',
});

/** Letters with accents, and what they are proper to. */
const LETTERS = new Map<string, Language[]>(
  Object.entries({
    ß: ['de'],
    ü: ['de'],
    ö: ['de', 'sv'],
    ä: ['de', 'sv'],
    å: ['sv', 'da', 'no'],
    ø: ['da', 'no'],
    æ: ['da', 'no'],
    ñ: ['es'],
    ã: ['pt'],
    õ: ['pt'],
    ç: ['fr', 'pt'],
    ê: ['fr', 'pt'],
    â: ['fr', 'pt'],
    è: ['fr', 'it'],
    à: ['fr', 'it', 'pt'],
    ù: ['fr', 'it'],
    ò: ['it'],
    ì: ['it'],
    î: ['fr'],
    û: ['fr'],
    ô: ['fr', 'pt'],
    é: ['fr', 'es', 'pt', 'nl'],
    í: ['es', 'pt'],
    ó: ['es', 'pt'],
    ú: ['es', 'pt'],
    á: ['es', 'pt'],
    ë: ['nl', 'fr'],
    ï: ['nl', 'fr'],
  } satisfies Record<string, Language[]>),
);

function index(lists: Record<Language, string>): ReadonlyMap<string, readonly Language[]> {
  const found = new Map<string, Language[]>();
  for (const language of LANGUAGES) {
    for (const group of new Set(lists[language].split(','))) found.set(group, [...(found.get(group) ?? []), language]);
  }
  return found;
}
