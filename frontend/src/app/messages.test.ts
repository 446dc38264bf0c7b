import { expect, test } from 'vitest';
import type { Messages } from '@/kit/i18n';
import { uiMessages } from '@/ui/messages';
import { contributions } from './contributions';
import { appMessages } from './messages';

const all: (readonly [string, Messages])[] = [
  ...contributions.map(({ feature, messages }) => [feature, messages] as const),
  ['app', appMessages] as const,
  ['ui', uiMessages] as const,
];

test('there is something to compare', () => {
  expect(contributions.length).toBeGreaterThan(4);
});

test.each(all)('%s says the same things in Vietnamese and English', (_feature, messages) => {
  expect(Object.keys(messages.en).sort()).toEqual(Object.keys(messages.vi).sort());
});

test.each(all)('%s leaves no text empty and keeps the same places', (_feature, messages) => {
  const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
  for (const [key, vi] of Object.entries(messages.vi)) {
    const en = messages.en[key] ?? '';
    expect(vi, key).not.toBe('');
    expect(en, key).not.toBe('');
    expect(places(en), key).toEqual(places(vi));
  }
});

test('no two features claim one path or one settings tab', () => {
  const paths = contributions.flatMap(({ routes = [] }) => routes.map(({ path }) => path));
  const tabs = contributions.flatMap(({ settings = [] }) => settings.map(({ key }) => key));
  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(tabs).size).toBe(tabs.length);
});

test('one figure has one name, in the list of pages and in the overview', () => {
  const of = (feature: string) => all.find(([name]) => name === feature)?.[1];
  for (const language of ['vi', 'en'] as const) {
    const figure = of('reports')?.[language].leads ?? '';
    const sites = of('sites')?.[language] ?? {};
    expect(sites.leads30?.split(' (')[0]).toBe(figure);
    expect(sites.submissions).toBe(figure);
    expect(sites.tab_submissions).toBe(figure);
  }
});
