import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { CarryWord } from '../../domain/evidence/drawers.ts';
import type { FoundPlace, GlossaryGround, GlossaryState } from '../../domain/glossary-entry.ts';
import type { JudgeForm, JudgeTrouble, OfferedGoal } from '../../domain/judge.ts';
import type { AskReason } from '../../domain/linking/asking.ts';
import type { Trust } from '../../domain/linking/linker.ts';
import type { ThresholdName } from '../../domain/threshold.ts';
import type { Instant, Json, OptionalDay, OptionalInstant, OptionalJson } from './column.ts';

// What readings of texts are made from.

/** One row: the language model in force. */
export interface JudgeTable {
  id: Generated<number>;
  /** null: none. */
  model: string | null;
  /** Its origin. */
  address: string | null;
  /** In which its answers can be asked for. */
  form: Generated<JudgeForm>;
  /** The day its budget did not reach any more. */
  spent_on: OptionalDay;
  /** Nobody asks before. */
  retry_at: OptionalInstant;
  last_error: OptionalJson<Pick<JudgeTrouble, 'kind' | 'because'> & { readonly at: string }>;
}

/** What was used of its budget, by day of the organisation. */
export interface JudgeDayTable {
  day: string;
  /** Sent, answered or not. */
  requests: number;
  /** As the endpoint counted them; as many as there may have been where it did not. */
  tokens: number;
  verdicts: Generated<number>;
  /** Answers that were not in the form that was asked for. */
  refused: Generated<number>;
}

/** A question and its answer. */
export interface JudgeOpinionTable {
  /** Of model, prompt, words and goals. */
  question_hash: string;
  model: string;
  /** Of the task's title, with its description where that was shown. */
  words_hash: string;
  saw_text: boolean;
  offered: Json<OfferedGoal[]>;
  /** Somebody asks it until then, unless it is answered. */
  claimed_until: Instant;
  answered_at: OptionalInstant;
  goal_id: string | null;
  likelihood: number | null;
  because: string | null;
  /** Why the answer was worth nothing, in place of one. */
  refusal: string | null;
}

/** What the children of one parent have in common. */
export interface ParentCohesionTable {
  task_id: string;
  child_count: number;
  /** Of its children's ids and titles: measured again when it differs. */
  children_print: string;
  /** Mean likeness of two of its children, 0 to 1. */
  cohesion: number;
  /** The same within other parents; null where there were too few to compare with. */
  elsewhere: number | null;
  compared_with: number;
  is_junk_drawer: boolean;
  /** Only of a junk drawer. */
  because: string | null;
  measured_at: Instant;
}

/** A person's word on what a parent carries down. */
export interface CarryDecisionTable {
  id: GeneratedAlways<number>;
  task_id: string;
  says: CarryWord;
  by_person_id: string | null;
  by_name: string;
  at: Instant;
  /** An undone or replaced decision stays, as history. */
  undone_at: OptionalInstant;
}

/** A task whose goals are known, with its words as they were learnt from. */
export interface LinkingExampleTable {
  task_id: string;
  /** Empty: it serves none. */
  goal_ids: string[];
  /** A person said so; else structure did. */
  is_personal: boolean;
  title: string;
  body: string;
}

/** One row: what was learnt last. */
export interface LinkingMemoryTable {
  id: Generated<boolean>;
  /** Another one for other examples. */
  version: string;
  /** How far likelihoods can be trusted; null before anything was learnt. */
  trust: OptionalJson<Trust>;
  learnt_at: OptionalInstant;
}

/** What people are asked next, in the order that teaches most. */
export interface ReviewAskTable {
  task_id: string;
  goal_id: string;
  /** From 1. */
  rank: number;
  why: AskReason;
  /** Other tasks without a goal that read like this one. */
  settles: number;
  asked_at: Instant;
}

/** From which likelihood on links stand without asking: where what people decided, or a person, moved it. The last of a name is in force. */
export interface ThresholdMoveTable {
  id: GeneratedAlways<number>;
  name: ThresholdName;
  /** null: back to where the organisation set it. */
  moved_to: number | null;
  /** One sentence. */
  because: string;
  /** Links that people decided on, at or above the threshold as it was, and how many of them were right. */
  decided: Generated<number>;
  right_ones: Generated<number>;
  by_person_id: string | null;
  by_name: string;
  is_by_person: boolean;
  at: Instant;
}

/** A short form of the organisation's, and what it stands for. */
export interface GlossaryEntryTable {
  id: GeneratedAlways<number>;
  /** One for all spellings of the same entry. */
  name_key: string;
  short: string;
  long: string;
  state: GlossaryState;
  ground: GlossaryGround;
  /** Texts that explain it, and texts that use the short form; of a person's own entry 0 until it is found. */
  seen_in: Generated<number>;
  used_in: Generated<number>;
  /** A few of those that explain it. */
  found_in: ColumnType<readonly FoundPlace[], string | undefined, string>;
  found_at: Instant;
}

/** What a person said of an entry, with what it was before. */
export interface GlossaryChangeTable {
  id: GeneratedAlways<number>;
  entry_id: number;
  was_key: string;
  was_short: string;
  was_long: string;
  was_state: GlossaryState;
  short: string;
  long: string;
  state: Exclude<GlossaryState, 'proposed'>;
  by_person_id: string | null;
  by_name: string;
  at: Instant;
  /** One that was taken back stays, as history. */
  undone_at: OptionalInstant;
}

/** Tasks without a why that are about the same thing. */
export interface ThemeTable {
  id: string;
  /** What their titles have in common, the most telling first. */
  stems: Json<string[]>;
  since: Instant;
  /** When it became what it is. */
  found_at: Instant;
}

/** A task is in one theme at most. */
export interface ThemeTaskTable {
  task_id: string;
  theme_id: string;
}

/** One row: lines of ticket templates, each a number, as they were learnt last. */
export interface BoilerplateTable {
  id: Generated<boolean>;
  lines: Json<number[]>;
  learnt_at: Instant;
}

/** Of tasks whose texts were read: those that read alike are found by these. */
export interface TaskWordsTable {
  task_id: string;
  /** Of the title, each once, sorted. */
  stems: string[];
}
