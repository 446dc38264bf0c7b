/**
 * What a feature gives to the house. `app` finds every `features/<name>/contrib.ts`; features never
 * import each other and meet only here.
 */

import { type ComponentType, createContext, type ReactNode, useContext } from 'react';
import type { Language, Messages, Translate } from './i18n';
import type { LinkPlace } from './links';

/** The four stages a business goes through, plus what lies outside of them. */
export type Stage = 'home' | 'digitize' | 'attract' | 'automate' | 'personalize' | 'settings';

export interface NavigationItem {
  stage: Stage;
  /** Position inside its stage. */
  order: number;
  /** Path below `/w/<slug>`, e.g. `/customers`. */
  to: string;
  label: { vi: string; en: string };
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  /** Hidden from roles without it. */
  permission?: string;
}

export interface RouteContribution {
  /** Path below `/w/<slug>` in TanStack Router's form, e.g. `customers/$customerId`. */
  path: string;
  /** Lazy page module; `default` is the page component. */
  load: () => Promise<{ default: ComponentType }>;
  /** No page padding: editors and canvases that fill the window. */
  bare?: boolean;
}

export interface LogEvent {
  id: number | string;
  kind: string;
  customer_id: string | null;
  subject_id: string | null;
  occurred_at: string;
  data?: Record<string, unknown>;
}

export interface Sentence {
  text: string;
  /** What stands small beside the time, as where a visitor came from. */
  note?: string;
  /** Path below `/w/<slug>` that shows the thing spoken of. */
  to?: string;
}

/**
 * Turns one event of a customer's timeline into a readable sentence. Events hold ids only; `names`
 * are the names of things by id, as all features gave them.
 */
export type Narrator = (
  event: LogEvent,
  language: 'vi' | 'en',
  names: Readonly<Record<string, string>>,
) => Sentence;

export interface PickerProps {
  value: string | null;
  onChange: (id: string | null, label: string) => void;
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  disabled?: boolean;
}
export type PickerKind = 'customer' | 'tag' | 'product' | 'voucher' | 'content' | 'page' | 'flow';

/** A place that links may lead to, with the name people know it by. */
export interface LinkTarget {
  href: string;
  label: string;
}

/** A card on a customer's profile, with what this feature knows of the person. */
export interface ProfileCard {
  key: string;
  order: number;
  /** Hidden from roles without it. */
  permission: string;
  Card: ComponentType<{ customerId: string }>;
}

/** What an entry of the audit log says beyond action and name, in words; empty when nothing. */
export type AuditDetail = (
  data: Readonly<Record<string, unknown>>,
  language: Language,
  dateTime: (at: string) => string,
) => string;

export interface SettingsTab {
  key: string;
  order: number;
  label: { vi: string; en: string };
  permission: string;
  load: () => Promise<{ default: ComponentType }>;
}

export interface Contribution {
  feature: string;
  /** Checked for equal keys in both languages. */
  messages: Messages;
  navigation?: NavigationItem[];
  routes?: RouteContribution[];
  /** Sentences for the customer timeline by event kind. */
  narrators?: Record<string, Narrator>;
  /** A hook with names of this feature's things by id, for sentences. */
  useNames?: () => Readonly<Record<string, string>>;
  /** A hook with this feature's places that a link on a page or in a mail may lead to. */
  useLinkTargets?: (place: LinkPlace) => LinkTarget[];
  /** First parts of query keys to refresh when an event of a kind (or `prefix.*`) arrives. */
  refreshes?: Record<string, string[]>;
  /** Choosers of this feature's things, for other features' forms. */
  pickers?: Partial<Record<PickerKind, ComponentType<PickerProps>>>;
  settings?: SettingsTab[];
  profileCards?: ProfileCard[];
  /** Where this feature shows a thing of a kind, below `/w/<slug>`. */
  itemPaths?: Record<string, (id: string) => string>;
  /** Details of this feature's entries in the audit log, by action. */
  auditDetails?: Record<string, AuditDetail>;
  /** Rendered once in the shell, without a place on the screen: live toasts and the like. */
  ambient?: ComponentType;
}

const ContributionsContext = createContext<Contribution[]>([]);

export function ContributionsProvider(props: { value: Contribution[]; children: ReactNode }) {
  return (
    <ContributionsContext.Provider value={props.value}>
      {props.children}
    </ContributionsContext.Provider>
  );
}

/** Everything the features gave. */
export function useContributions(): Contribution[] {
  return useContext(ContributionsContext);
}

/** What all features gave under one name, such as their narrators, in one record. */
export function gather<K extends 'narrators' | 'itemPaths' | 'auditDetails'>(
  contributions: Contribution[],
  what: K,
): NonNullable<Contribution[K]> {
  return Object.assign({}, ...contributions.map((given) => given[what]));
}

/** The query keys that an event of this kind makes stale. */
export function keysToRefresh(contributions: Contribution[], kind: string): string[] {
  const keys = new Set<string>();
  for (const { refreshes } of contributions) {
    for (const [pattern, names] of Object.entries(refreshes ?? {})) {
      if (matches(pattern, kind)) for (const name of names) keys.add(name);
    }
  }
  return [...keys];
}

/** Every name of a query that events of any kind make stale. */
export function allKeysToRefresh(contributions: Contribution[]): string[] {
  return [
    ...new Set(contributions.flatMap(({ refreshes }) => Object.values(refreshes ?? {}).flat())),
  ];
}

function matches(pattern: string, kind: string): boolean {
  return pattern.endsWith('*') ? kind.startsWith(pattern.slice(0, -1)) : pattern === kind;
}

export type { Translate };
