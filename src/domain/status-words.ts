import { normaliseTitle } from './normal-text.ts';
import type { StatusCategory } from './task.ts';

/** Words that name a status, list or section, in the languages our readers' tools speak. Without accents, as `normaliseTitle` gives them. */
const DONE =
  'done|closed|resolved|complete|completed|finished|released|live|shipped|deployed|delivered|accepted|cancelled|canceled|wont do|wont fix|' +
  'rejected|declined|duplicate|obsolete|abandoned|archive|archived|published|merged|' +
  'erledigt|fertig|geschlossen|abgeschlossen|abgebrochen|termine|terminee|ferme|fini|resolu|livre|annule|' +
  'hecho|cerrado|terminado|finalizado|completado|resuelto|cancelado|concluido|feito|fechado|pronto|entregue|' +
  'fatto|chiuso|completato|gereed|klaar|afgerond|gesloten|fardig|klart|avslutad|stangd|faerdig|afsluttet|ferdig|valmis|suljettu|' +
  'gotowe|zakonczone|zamkniete|hotovo|uzavreno|готово|закрыто|сделано|завершено|выполнено|bitti|tamamlandi|' +
  '完了|終了|完成|已完成|已关闭|완료';
const IN_PROGRESS =
  'in progress|doing|wip|work in progress|in development|development|developing|in dev|started|active|in review|review|reviewing|code review|' +
  'peer review|in test|in testing|testing|test|qa|in qa|verification|verify|in verification|validating|this week|today|now|current|current sprint|' +
  'building|implementing|in design|designing|staging|in staging|ready for review|ready for test|ready for qa|blocked|on hold|waiting|in flight|' +
  'in arbeit|in bearbeitung|in umsetzung|in prufung|review laeuft|laufend|blockiert|en cours|en revue|en test|bloque|en curso|en progreso|' +
  'en revision|em andamento|em progresso|em revisao|fazendo|in corso|in lavorazione|bezig|in uitvoering|mee bezig|pagaende|pagar|igang|' +
  'i gang|under arbeid|kaynnissa|tyon alla|w toku|w trakcie|probiha|в работе|в процессе|на проверке|yapiliyor|devam ediyor|' +
  '進行中|対応中|进行中|处理中|진행 중|진행중';
const TODO =
  'to do|todo|open|new|backlog|inbox|ideas|idea|icebox|later|next|next up|up next|planned|ready|ready for dev|ready for development|' +
  'selected for development|selected|triage|untriaged|requested|incoming|someday|not started|funnel|upcoming|' +
  'zu erledigen|offen|neu|geplant|a faire|nouveau|ouvert|por hacer|pendiente|abierto|nuevo|a fazer|pendente|aberto|da fare|aperto|' +
  'te doen|att gora|gors|tehtava|do zrobienia|k reseni|к выполнению|открыто|новая|yapilacak|未着手|待办|할 일';

const BY_NAME = new Map<string, StatusCategory>([
  ...TODO.split('|').map((name): [string, StatusCategory] => [normaliseTitle(name), 'todo']),
  ...IN_PROGRESS.split('|').map((name): [string, StatusCategory] => [normaliseTitle(name), 'in-progress']),
  ...DONE.split('|').map((name): [string, StatusCategory] => [normaliseTitle(name), 'done']),
]);

/** Names that begin so, where the whole name is not known: "Done (week 47)", "Doing – Ana", "In progress / blocked". */
const BEGINNINGS = [...BY_NAME].filter(([name]) => name.length >= 4).sort(([a], [b]) => b.length - a.length);

/** What a name says of a status; null where it says nothing we know. "Not done" and "Undone" are not done. */
export function guessStatus(name: string): StatusCategory | null {
  const plain = normaliseTitle(name);
  const whole = BY_NAME.get(plain);
  if (whole) return whole;
  const beginning = BEGINNINGS.find(([known]) => plain.startsWith(`${known} `));
  return beginning?.[1] ?? null;
}
