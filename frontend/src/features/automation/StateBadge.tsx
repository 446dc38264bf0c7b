import { Badge } from '@mantine/core';
import { useT } from './messages';
import type { Flow } from './types';

const COLORS = { draft: 'gray', live: 'teal', paused: 'orange' } as const;

export function StateBadge({ state }: { state: Flow['state'] }) {
  const t = useT();
  return (
    <Badge color={COLORS[state]} variant="light" tt="none">
      {t(`state_${state}`)}
    </Badge>
  );
}
