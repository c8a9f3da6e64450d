import type { ColumnType } from 'kysely';

/** An instant. Written as a Date or an ISO string, read as a Date. */
export type Instant = ColumnType<Date, Date | string, Date | string>;
export type OptionalInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** A day, `YYYY-MM-DD`, read as that text. */
export type OptionalDay = ColumnType<string | null, string | null | undefined, string | null>;
/** jsonb: written as JSON text, read as the value. */
export type Json<T> = ColumnType<T, string, string>;
export type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
