import type { PrecisionAnswer } from '../../api/schemas/precision.ts';
import { bandWords, monthWords } from '../../domain/precision-words.ts';
import { formatCount, formatRate } from '../format.ts';
import { precisionTexts as texts } from '../texts/en/precision.ts';
import { type Column, DataTable } from './data-table.tsx';

type Measured = NonNullable<PrecisionAnswer['measured']>;
type Month = Measured['months'][number];
type Counted = Measured['all'];

/** The numbers of the bars, and the same by likelihood. */
export function PrecisionTables({ measured }: { measured: Measured }) {
  return (
    <>
      <DataTable
        caption={texts.byMonth}
        rows={measured.months}
        keyOf={({ month }) => month}
        columns={[{ name: texts.month, cell: ({ month }) => monthWords(month) }, ...columnsOf(({ all }: Month) => all)]}
      />
      <DataTable
        caption={texts.byLikelihood}
        rows={measured.bands}
        keyOf={({ from }) => String(from)}
        columns={[{ name: texts.likelihood, cell: bandWords }, ...columnsOf((band: Counted) => band)]}
      />
    </>
  );
}

function columnsOf<Row>(countedOf: (row: Row) => Counted): Column<Row>[] {
  const rate = (share: number | null) => (share === null ? '–' : formatRate(share));
  return [
    { name: texts.decided, isNumber: true, cell: (row) => formatCount(countedOf(row).decided) },
    { name: texts.right, isNumber: true, cell: (row) => formatCount(countedOf(row).right) },
    { name: texts.share, isNumber: true, cell: (row) => rate(countedOf(row).precision) },
    { name: texts.atLeast, isNumber: true, cell: (row) => rate(countedOf(row).low) },
    { name: texts.atMost, isNumber: true, cell: (row) => rate(countedOf(row).high) },
  ];
}
