/** What became of those who came to a step, in small badges. */

import { Badge, Group } from '@mantine/core';
import { NODE_WIDTH } from './layout';
import { useT } from './messages';
import { branchCounts, type Words } from './summary';
import type { NodeReport } from './types';

const MAILS = ['sent', 'opened', 'clicked'] as const;

interface StepBadgesProps {
  report: NodeReport | undefined;
  words: Words;
  /** Tell the ways taken elsewhere, as the notes of a card do. */
  all?: boolean;
}

export function StepBadges({ report, words, all = false }: StepBadgesProps) {
  const t = useT();
  if (!report) return null;
  const shown = [
    ['gray', t('entered'), report.entered],
    ['blue', t('waiting'), report.waiting],
    ['teal', t('done'), report.done],
    ['orange', t('skipped'), report.skipped],
    ['red', t('failed'), report.failed],
  ] as const;
  const parts = !all && (words.kinds.get(report.kind)?.outlets.length ?? 1) > 1;
  const facts = [
    ...(parts ? branchCounts(report, words) : []),
    // What is done was sent, as long as nothing is under way.
    ...MAILS.filter(
      (name) => report[name] > 0 && (name !== 'sent' || report.sent !== report.done),
    ).map((name) => `${t(name)} ${report[name]}`),
  ];
  return (
    <Group gap={4} mt={8} maw={all ? undefined : NODE_WIDTH}>
      {shown
        .filter(([, , count], index) => index === 0 || count > 0)
        .map(([color, label, count]) => (
          <Badge key={label} size="sm" variant="light" color={color} tt="none">
            {label} {count}
          </Badge>
        ))}
      {facts.map((said) => (
        <Badge key={said} size="sm" variant="default" tt="none">
          {said}
        </Badge>
      ))}
    </Group>
  );
}
