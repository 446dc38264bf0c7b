/** The draft of a flow: its history, and saving it by itself a moment after each change. */

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { errorText, ProblemError } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { historyReducer, type OutletsOf, startHistory } from './graph';
import { arrange, overlaps } from './layout';
import type { FlowFull, Graph } from './types';

const DELAY_MS = 800;

export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

interface Content {
  name: string;
  graph: Graph;
  settings: Record<string, unknown>;
}

function readable(graph: Graph, outletsOf: OutletsOf): Graph {
  return overlaps(graph) ? arrange(graph, outletsOf) : graph;
}

export function useDraft(flow: FlowFull, outletsOf: OutletsOf, mayEdit: boolean) {
  const { api, key } = useWorkspace();
  const { language } = useLanguage();
  const client = useQueryClient();
  const [history, dispatch] = useReducer(historyReducer, flow, (given) =>
    startHistory(readable(given.graph, outletsOf)),
  );
  const [name, setName] = useState(flow.name);
  const [settings, setSettings] = useState(flow.settings);
  const [server, setServer] = useState(flow);
  const [state, setState] = useState<SaveState>('saved');
  const [failure, setFailure] = useState('');

  const content = useRef<Content>({ name, graph: history.present, settings });
  content.current = { name, graph: history.present, settings };
  const savedContent = useRef<Content>(content.current);
  const base = useRef(flow.version);
  const running = useRef<Promise<boolean> | null>(null);
  const stopped = useRef(false);

  const isDirty = useCallback(() => {
    const [now, then] = [content.current, savedContent.current];
    return now.name !== then.name || now.graph !== then.graph || now.settings !== then.settings;
  }, []);

  const saveOnce = useCallback(async (): Promise<boolean> => {
    const sent = content.current;
    setState('saving');
    try {
      const saved = await api.put<FlowFull>(`/flows/${flow.id}`, {
        ...sent,
        base_version: base.current,
      });
      base.current = saved.version;
      savedContent.current = sent;
      setServer(saved);
      client.setQueryData(key('flows', flow.id, language), saved);
      void client.invalidateQueries({ queryKey: key('flows', 'list') });
      setFailure('');
      setState(isDirty() ? 'dirty' : 'saved');
      return true;
    } catch (error) {
      const conflict = error instanceof ProblemError && error.status === 409;
      stopped.current = conflict;
      setFailure(errorText(error, language));
      setState(conflict ? 'conflict' : 'failed');
      return false;
    }
  }, [api, client, flow.id, isDirty, key, language]);

  /** Save now what is not saved; false when that did not work. */
  const flush = useCallback(async (): Promise<boolean> => {
    while (running.current) await running.current;
    if (!mayEdit || stopped.current) return !stopped.current;
    if (!isDirty()) return true;
    running.current = saveOnce();
    const good = await running.current;
    running.current = null;
    return good;
  }, [isDirty, mayEdit, saveOnce]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change starts the wait anew
  useEffect(() => {
    if (!isDirty() || stopped.current) return;
    setState((old) => (old === 'saving' ? old : 'dirty'));
    const timer = setTimeout(() => void flush(), DELAY_MS);
    return () => clearTimeout(timer);
  }, [name, history.present, settings, flush, isDirty]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void flush();
    };
  }, [flush, isDirty]);

  const change = useCallback(
    (graph: Graph, tag?: string) =>
      dispatch(tag ? { type: 'change', graph, tag } : { type: 'change', graph }),
    [],
  );
  const undo = useCallback(() => dispatch({ type: 'undo' }), []);
  const redo = useCallback(() => dispatch({ type: 'redo' }), []);

  /** Take what the server has in place of ours. */
  const reload = useCallback(async () => {
    const fresh = await api.get<FlowFull>(`/flows/${flow.id}`);
    const graph = readable(fresh.graph, outletsOf);
    base.current = fresh.version;
    stopped.current = false;
    savedContent.current = { name: fresh.name, graph, settings: fresh.settings };
    content.current = savedContent.current;
    dispatch({ type: 'reset', graph });
    setName(fresh.name);
    setSettings(fresh.settings);
    setServer(fresh);
    setFailure('');
    setState('saved');
  }, [api, flow.id, outletsOf]);

  return {
    name,
    setName,
    settings,
    setSettings,
    graph: history.present,
    change,
    undo,
    redo,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    state,
    failure,
    problems: server.problems,
    server,
    setServer,
    flush,
    reload,
  };
}

export type Draft = ReturnType<typeof useDraft>;
