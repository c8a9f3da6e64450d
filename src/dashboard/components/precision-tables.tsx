import type { PrecisionAnswer } from '../../api/schemas/precision.ts';
import { bandWords, monthWords } from '../../domain/precision-words.ts';
import { formatCount, formatRate } from '../format.ts';
import { type Column, DataTable } from './data-table.tsx';

type Measured = NonNullable<PrecisionAnswer['measured']>;
type Month = Measured['months'][number];
type Counted = Measured['all'];

/** The numbers of the bars, and the same by likelihood. */
export function PrecisionTables({ measured }: { measured: Measured }) {
  return (
    <>
      <DataTable
        caption="Links that were right, by month"
        rows={measured.months}
        keyOf={({ month }) => month}
        columns={[{ name: 'Month', cell: ({ month }) => monthWords(month) }, ...columnsOf(({ all }: Month) => all)]}
      />
      <DataTable
        caption="Links that were right, by likelihood"
        rows={measured.bands}
        keyOf={({ from }) => String(from)}
        columns={[{ name: 'Likelihood', cell: bandWords }, ...columnsOf((band: Counted) => band)]}
      />
    </>
  );
}

function columnsOf<Row>(countedOf: (row: Row) => Counted): Column<Row>[] {
  const rate = (share: number | null) => (share === null ? '–' : formatRate(share));
  return [
    { name: 'decided', isNumber: true, cell: (row) => formatCount(countedOf(row).decided) },
    { name: 'right', isNumber: true, cell: (row) => formatCount(countedOf(row).right) },
    { name: 'share', isNumber: true, cell: (row) => rate(countedOf(row).precision) },
    { name: 'at least', isNumber: true, cell: (row) => rate(countedOf(row).low) },
    { name: 'at most', isNumber: true, cell: (row) => rate(countedOf(row).high) },
  ];
}
