/** The draft of a page: history for undo, autosave with the version it was based on. */

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorText, ProblemError } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { useKept } from '@/kit/renewal';
import { useWorkspace } from '@/kit/workspace';
import type { PageDetail, Seo, Tree } from './types';

export interface Draft {
  name: string;
  slug: string;
  seo: Seo;
  tree: Tree;
}
export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed';

const PAUSE = 1200;
const TOGETHER = 700;
const RETRY = 5_000;
const KEPT = 200;

function draftOf({ name, slug, seo, tree }: PageDetail): Draft {
  return { name, slug, seo, tree };
}

export function useDraft(page: PageDetail) {
  const { api, key, can } = useWorkspace();
  const { language } = useLanguage();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(page));
  const [past, setPast] = useState<Draft[]>([]);
  const [future, setFuture] = useState<Draft[]>([]);
  const [saved, setSaved] = useState(page);
  const [state, setState] = useState<SaveState>('saved');
  const [failure, setFailure] = useState('');
  const [conflict, setConflict] = useState(false);
  const latest = useRef(draft);
  latest.current = draft;
  const lastChange = useRef({ at: 0, place: '' });
  const dirty = useRef(false);
  dirty.current = state !== 'saved';
  /** Whether the last save did not reach the server at all. */
  const offline = useRef(false);
  const running = useRef<Promise<boolean> | null>(null);
  const base = useRef(page.version);

  const change = useCallback((patch: Partial<Draft>, node = '') => {
    const old = latest.current;
    // Letters typed in one place in one go are undone in one go; other edits each by itself.
    const place = patch.tree ? node : Object.keys(patch).join();
    const { at, place: before } = lastChange.current;
    const now = Date.now();
    if (!place || place !== before || now - at > TOGETHER) {
      setPast((list) => [...list, old].slice(-KEPT));
    }
    lastChange.current = { at: now, place };
    latest.current = { ...old, ...patch };
    setDraft(latest.current);
    setFuture([]);
    setState('dirty');
  }, []);

  const step = useCallback((from: Draft[], setFrom: typeof setPast, setTo: typeof setPast) => {
    const target = from.at(-1);
    if (!target) return;
    const old = latest.current;
    setFrom(from.slice(0, -1));
    setTo((list) => [...list, old]);
    lastChange.current = { at: 0, place: '' };
    latest.current = target;
    setDraft(target);
    setState('dirty');
  }, []);
  const undo = useCallback(() => step(past, setPast, setFuture), [step, past]);
  const redo = useCallback(() => step(future, setFuture, setPast), [step, future]);

  const overwrite = useRef(false);
  const send = useCallback(async (): Promise<boolean> => {
    const sent = latest.current;
    setState('saving');
    try {
      const body = { ...sent, base_version: base.current, overwrite: overwrite.current };
      const result = await api.put<PageDetail>(`/pages/${page.id}`, body);
      base.current = result.version;
      overwrite.current = false;
      setSaved(result);
      setFailure('');
      setState(latest.current === sent ? 'saved' : 'dirty');
      void client.invalidateQueries({ queryKey: key('pages', 'list') });
      return true;
    } catch (error) {
      setState('failed');
      const fields = error instanceof ProblemError ? error.fields : [];
      const named = fields.map(({ message }) => message).filter(Boolean);
      setFailure([errorText(error, language), ...named].join(' '));
      offline.current = !(error instanceof ProblemError) || error.status === 0;
      if (error instanceof ProblemError && error.code === 'page_changed') setConflict(true);
      return false;
    }
  }, [api, client, key, language, page.id]);

  const save = useCallback(async (): Promise<boolean> => {
    while (running.current) await running.current;
    running.current = send();
    try {
      return await running.current;
    } finally {
      running.current = null;
    }
  }, [send]);

  const mayEdit = can('page.edit');
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new draft starts the pause anew
  useEffect(() => {
    if (state !== 'dirty' || conflict || !mayEdit) return;
    const timer = window.setTimeout(() => void save(), PAUSE);
    return () => window.clearTimeout(timer);
  }, [draft, state, conflict, mayEdit, save]);

  useEffect(() => {
    if (state !== 'failed' || !offline.current) return;
    const timer = window.setTimeout(() => void save(), RETRY);
    return () => window.clearTimeout(timer);
  }, [state, save]);
  useKept(useCallback(async () => !dirty.current || !mayEdit || (await save()), [mayEdit, save]));

  /** Take the page as the server has it now. */
  const adopt = useCallback((fresh: PageDetail) => {
    base.current = fresh.version;
    latest.current = draftOf(fresh);
    setDraft(latest.current);
    setSaved(fresh);
    setPast([]);
    setFuture([]);
    setConflict(false);
    setFailure('');
    setState('saved');
  }, []);

  const takeTheirs = async () => adopt(await api.get<PageDetail>(`/pages/${page.id}`));
  const keepMine = async () => {
    const fresh = await api.get<PageDetail>(`/pages/${page.id}`);
    base.current = fresh.version;
    // What the other one saved stays in the history.
    overwrite.current = true;
    setConflict(false);
    await save();
  };
  return {
    draft,
    change,
    undo,
    redo,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    state,
    failure,
    conflict,
    save,
    saved,
    setSaved,
    adopt,
    takeTheirs,
    keepMine,
    mayEdit,
  };
}

/** A draft being worked on. */
export type Work = ReturnType<typeof useDraft>;
