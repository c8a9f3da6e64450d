import { wordsOf } from '../normal-text.ts';

/** Words that say "a drawer for everything", wherever they stand in a short name. Without accents, as `wordsOf` gives them. */
const ALWAYS = new Set(
  (
    'misc miscellaneous miscellanea catchall sonstiges sonstige verschiedenes divers diversos diverses varios varie overig overige ' +
    'diverse ovrigt разное прочее その他 其他 其它 기타 rozne inne muut sekalaista andet'
  )
    .split(' ')
    .filter(Boolean),
);

/** Words that say so only when nothing but generic words stand beside them: "Uncategorised spending" is a thing of its own. */
const ALONE = new Set(
  (
    'unassociated uncategorized uncategorised unassigned unplanned unsorted ungrouped unlinked unparented orphan orphans orphaned other ' +
    'others various general stuff backlog inbox icebox bucket drawer junk leftovers adhoc todo none placeholder dump bugs ' +
    'autre autres otros otras outros outras altro altri annat andere anderes allgemein allgemeines ' +
    'tech technical debt schulden technische dette technique deuda tecnica small minor things improvements ' +
    'parking lot grab bag odds ends kitchen sink no without'
  ).split(' '),
);

/** At least one of these makes a name of generic words a drawer: "Small improvements" and "Tech team" are none by themselves. */
const WEIGHTY = new Set(
  (
    'unassociated uncategorized uncategorised unassigned unplanned unsorted ungrouped unlinked unparented orphan orphans orphaned other ' +
    'others various general stuff backlog inbox icebox bucket junk leftovers adhoc dump debt dette deuda schulden ' +
    'autre autres otros otras outros outras altro altri annat andere anderes allgemein allgemeines placeholder parking grab odds kitchen no without'
  ).split(' '),
);

const GENERIC = new Set(
  (
    'epic epics ticket tickets task tasks issue issues card cards item items work story stories list board project team and of for our the ' +
    'a to with q1 q2 q3 q4 h1 h2 new old all aufgaben themen taches tareas tarefas attivita taken'
  ).split(' '),
);

const SHORT_WORDS_MAX = 5;

/**
 * True for a parent, list or scope that exists to hold what belongs nowhere ("Unassociated tickets", "Misc", "Backlog epic", "Tech debt
 * bucket"), in the commonest languages. Such a place carries no goal down: or one label on a junk drawer would align all that is in it.
 */
export function isCatchAll(name: string): boolean {
  const words = wordsOf(
    name
      .replace(/catch[- ]all/giu, 'catchall')
      .replace(/ad[- ]hoc/giu, 'adhoc')
      .replace(/to[- ]do/giu, 'todo'),
  );
  if (words.length === 0 || words.length > 8) return false;
  if (words.length <= SHORT_WORDS_MAX && words.some((word) => ALWAYS.has(word))) return true;
  const telling = words.filter((word) => !GENERIC.has(word) && !/^\d+$/u.test(word));
  return telling.length > 0 && telling.every((word) => ALONE.has(word)) && telling.some((word) => WEIGHTY.has(word));
}
