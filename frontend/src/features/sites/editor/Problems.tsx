/** What the server finds wrong with the page. */

import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { useLanguage } from '@/kit/i18n';
import { WLink } from '@/ui';
import { useT } from '../messages';
import type { Problem } from '../types';

export function Problems(props: {
  problems: Problem[];
  onSelect: (id: string) => void;
  onSettings: () => void;
}) {
  const t = useT();
  const { language } = useLanguage();
  const { problems, onSelect, onSettings } = props;
  if (problems.length === 0) return null;
  const serious = problems.some(({ severity }) => severity === 'error');
  return (
    <Alert
      color={serious ? 'red' : 'orange'}
      title={t('problems', { count: problems.length })}
      p="sm"
    >
      <Stack gap={4} align="flex-start">
        {problems.map((problem) => {
          const key = `${problem.node_id} ${problem.code} ${problem.en}`;
          const go = problem.node_id
            ? () => onSelect(problem.node_id)
            : { seo_description: onSettings }[problem.code];
          if (problem.code === 'seller_identity') {
            return (
              <WLink key={key} to="/settings" size="sm">
                {problem[language]}
              </WLink>
            );
          }
          return go ? (
            <Anchor key={key} component="button" type="button" size="sm" ta="left" onClick={go}>
              {problem[language]}
            </Anchor>
          ) : (
            <Text key={key} size="sm">
              {problem[language]}
            </Text>
          );
        })}
      </Stack>
    </Alert>
  );
}
