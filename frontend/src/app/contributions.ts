/** Assembles what every `features/<name>/contrib.ts` gives. */

import type { Contribution } from '@/kit/contrib';

const modules = import.meta.glob<{ contribution: Contribution }>('../features/*/contrib.{ts,tsx}', {
  eager: true,
});

export const contributions: Contribution[] = Object.values(modules)
  .map((module) => module.contribution)
  .sort((a, b) => a.feature.localeCompare(b.feature));
