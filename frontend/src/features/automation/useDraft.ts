/** The draft of a flow: its history, and saving it by itself a moment after each change. */

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { errorText, ProblemError } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { useKept } from '@/kit/renewal';
import { useWorkspace } from '@/kit/workspace';
import { historyReducer, type OutletsOf, onlyMoved, startHistory } from './graph';
import { arrange, isStacked, overlaps } from './layout';
import { saveInTurn } from './saves';
import type { FlowFull, Graph } from './types';

const DELAY_MS = 800;
const RETRY_MS = 5_000;

export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

interface Content {
  name: string;
  graph: Graph;
  settings: Record<string, unknown>;
}

/** The graph to draw: as people laid it, or laid out where nobody has done that yet. */
function readable({ version, graph }: FlowFull, outletsOf: OutletsOf): Graph {
  const crowded = version === 1 ? overlaps(graph) : isStacked(graph);
  return crowded ? arrange(graph, outletsOf) : graph;
}

function contentOf(flow: FlowFull): Content {
  return { name: flow.name, graph: flow.graph, settings: flow.settings };
}

export function useDraft(flow: FlowFull, outletsOf: OutletsOf, mayEdit: boolean) {
  const { api, key } = useWorkspace();
  const { language } = useLanguage();
  const client = useQueryClient();
  const [history, dispatch] = useReducer(historyReducer, flow, (given) =>
    startHistory(readable(given, outletsOf)),
  );
  const [name, setName] = useState(flow.name);
  const [settings, setSettings] = useState(flow.settings);
  const [server, setServer] = useState(flow);
  const [state, setState] = useState<SaveState>('saved');
  const [failure, setFailure] = useState('');

  const content = useRef<Content>(contentOf(flow));
  content.current = { name, graph: history.present, settings };
  const savedContent = useRef<Content>(contentOf(flow));
  const base = useRef(flow.version);
  const stopped = useRef(false);
  const offline = useRef(false);

  const isDirty = useCallback(() => {
    const [now, then] = [content.current, savedContent.current];
    const same = now.name === then.name && now.graph === then.graph;
    return mayEdit && !(same && now.settings === then.settings);
  }, [mayEdit]);

  /** Take what the server has in place of ours. */
  const take = useCallback(
    (fresh: FlowFull) => {
      const graph = readable(fresh, outletsOf);
      base.current = fresh.version;
      stopped.current = false;
      savedContent.current = contentOf(fresh);
      content.current = { ...savedContent.current, graph };
      dispatch({ type: 'reset', graph });
      setName(fresh.name);
      setSettings(fresh.settings);
      setServer(fresh);
      setFailure('');
      setState('saved');
    },
    [outletsOf],
  );

  const reload = useCallback(
    async () => take(await api.get<FlowFull>(`/flows/${flow.id}`)),
    [api, flow.id, take],
  );

  const fail = useCallback(
    async (error: unknown, sent: Content): Promise<boolean> => {
      const conflict = error instanceof ProblemError && error.status === 409;
      const { name, graph, settings } = savedContent.current;
      const moved = name === sent.name && settings === sent.settings;
      if (conflict && moved && onlyMoved(graph, sent.graph)) {
        // Nothing of ours is lost but where nodes lie: no reason to ask anybody.
        await reload();
        return true;
      }
      stopped.current = conflict;
      offline.current = !(error instanceof ProblemError) || error.status === 0;
      setFailure(errorText(error, language));
      setState(conflict ? 'conflict' : 'failed');
      return false;
    },
    [language, reload],
  );

  const saveOnce = useCallback(async (): Promise<boolean> => {
    if (stopped.current) return false;
    if (!isDirty()) return true;
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
      client.setQueryData(key('flows', flow.id), saved);
      void client.invalidateQueries({ queryKey: key('flows', 'list') });
      setFailure('');
      setState(isDirty() ? 'dirty' : 'saved');
      return true;
    } catch (error) {
      return fail(error, sent);
    }
  }, [api, client, fail, flow.id, isDirty, key]);

  /** Save now what is not saved; false when that did not work. */
  const flush = useCallback(() => saveInTurn(flow.id, saveOnce), [flow.id, saveOnce]);

  useKept(flush);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change starts the wait anew
  useEffect(() => {
    if (stopped.current) return;
    if (!isDirty()) {
      setState((old) => (old === 'dirty' || old === 'failed' ? 'saved' : old));
      return;
    }
    setState((old) => (old === 'saving' ? old : 'dirty'));
    const timer = setTimeout(() => void flush(), DELAY_MS);
    return () => clearTimeout(timer);
  }, [name, history.present, settings, flush, isDirty]);

  useEffect(() => {
    if (state !== 'failed' || !offline.current) return;
    const timer = setTimeout(() => void flush(), RETRY_MS);
    return () => clearTimeout(timer);
  }, [state, flush]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!isDirty()) return;
      void flush();
      event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void flush();
    };
  }, [flush, isDirty]);

  /** Save, then ask again what is wrong: a page or an e-mail may have been mended elsewhere. */
  const check = useCallback(async (): Promise<FlowFull | null> => {
    if (!(await flush())) return null;
    try {
      const fresh = await api.get<FlowFull>(`/flows/${flow.id}`);
      if (fresh.version === base.current) setServer(fresh);
      else if (fresh.version > base.current && !isDirty()) take(fresh);
      return fresh;
    } catch {
      // What is shown stays; the next save asks again.
      return null;
    }
  }, [api, flow.id, flush, isDirty, take]);

  useEffect(() => {
    const look = () => void check();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [check]);

  const spoken = useRef(language);
  useEffect(() => {
    if (spoken.current === language) return;
    spoken.current = language;
    void check();
  }, [language, check]);

  // What was said of settings changed since is no longer known to be so.
  const saved = new Map(savedContent.current.graph.nodes.map(({ id, config }) => [id, config]));
  const changed = new Set(
    history.present.nodes.filter(({ id, config }) => saved.get(id) !== config).map(({ id }) => id),
  );
  const problems = server.problems.filter(({ node_id, field }) => !field || !changed.has(node_id));

  const change = useCallback(
    (graph: Graph, tag?: string) =>
      dispatch(tag ? { type: 'change', graph, tag } : { type: 'change', graph }),
    [],
  );
  const undo = useCallback(() => dispatch({ type: 'undo' }), []);
  const redo = useCallback(() => dispatch({ type: 'redo' }), []);

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
    problems,
    server,
    setServer,
    flush,
    check,
    reload,
  };
}

export type Draft = ReturnType<typeof useDraft>;
