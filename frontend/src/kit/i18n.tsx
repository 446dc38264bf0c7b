/** Two languages, one small typed dictionary per feature. */

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

export type Language = 'vi' | 'en';
export type Params = Record<string, string | number>;
export interface Messages<K extends string = string> {
  vi: Record<K, string>;
  en: Record<K, string>;
}
export type Translate<K extends string> = (key: K, params?: Params) => string;

const STORAGE_KEY = 'donbay.language';

/** The language kept on this device; Vietnamese when nothing was chosen. */
export function storedLanguage(): Language {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

/** Declare a feature's dictionary; the English side must have exactly the same keys. */
export function defineMessages<K extends string>(
  vi: Record<K, string>,
  en: Record<NoInfer<K>, string>,
): Messages<K> {
  return { vi, en };
}

/** Fill `{name}` places of a text. */
export function fill(text: string, params?: Params): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  );
}

/** Make the translate function of one dictionary. */
export function translator<K extends string>(
  messages: Messages<K>,
  language: Language,
): Translate<K> {
  return (key, params) => fill(messages[language][key] ?? key, params);
}

interface LanguageState {
  language: Language;
  setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState>({ language: 'vi', setLanguage: () => {} });

/** Hold the chosen language, keep it on the device and on the html element. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState<Language>(() => {
    const stored = storedLanguage();
    document.documentElement.lang = stored;
    return stored;
  });
  const setLanguage = useCallback((next: Language) => {
    try {
      localStorage.setItem(STORAGE_KEY, next);
    } catch {
      // Private windows may refuse storage: the choice then lasts until the tab closes.
    }
    document.documentElement.lang = next;
    setState(next);
  }, []);
  const value = useMemo(() => ({ language, setLanguage }), [language, setLanguage]);
  return <LanguageContext.Provider value={value}>{children}</LanguageContext.Provider>;
}

/** The chosen language and its setter. */
export function useLanguage(): LanguageState {
  return useContext(LanguageContext);
}

/** The translate function of a dictionary in the chosen language. */
export function useMessages<K extends string>(messages: Messages<K>): Translate<K> {
  const { language } = useLanguage();
  return useMemo(() => translator(messages, language), [messages, language]);
}
