import '@mantine/charts/styles.css';
import { CompositeChart } from '@mantine/charts';
import { formatDate } from '@/kit/dates';
import { formatMoney, formatNumber, formatShortMoney } from '@/kit/money';
import { useT } from './messages';
import type { DayFigures } from './types';

/** Revenue as bars, leads as a line, day by day. */
export default function DayChart({ days }: { days: DayFigures[] }) {
  const t = useT();
  const data = days.map(({ day, revenue, leads }) => ({
    day: formatDate(day).slice(0, 5),
    revenue,
    leads,
  }));
  return (
    <CompositeChart
      h={280}
      data={data}
      dataKey="day"
      withLegend
      withRightYAxis
      maxBarWidth={28}
      curveType="monotone"
      xAxisProps={{ interval: 'equidistantPreserveStart', minTickGap: 16 }}
      yAxisProps={{ width: 64, tickFormatter: formatShortMoney }}
      rightYAxisProps={{ width: 36, allowDecimals: false }}
      series={[
        { name: 'revenue', label: t('revenue'), type: 'bar', color: 'lever.5' },
        { name: 'leads', label: t('leads'), type: 'line', color: 'orange.6', yAxisId: 'right' },
      ]}
      tooltipProps={{
        content: ({ label, payload }) => (
          <ChartTip
            label={String(label ?? '')}
            rows={(payload ?? []).map(({ name, value }) => ({
              name: name === 'revenue' ? t('revenue') : t('leads'),
              value: name === 'revenue' ? formatMoney(Number(value)) : formatNumber(Number(value)),
            }))}
          />
        ),
      }}
    />
  );
}

function ChartTip(props: { label: string; rows: { name: string; value: string }[] }) {
  return (
    <div
      style={{
        background: 'var(--mantine-color-body)',
        border: '1px solid var(--mantine-color-gray-3)',
        borderRadius: 8,
        padding: '8px 12px',
        fontSize: 13,
      }}
    >
      <strong>{props.label}</strong>
      {props.rows.map(({ name, value }) => (
        <div key={name}>
          {name}: {value}
        </div>
      ))}
    </div>
  );
}
