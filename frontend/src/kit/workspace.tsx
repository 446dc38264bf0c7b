/** The workspace in the URL: who we are there, its time zone, its API address. */

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type WorkspaceApi, workspaceApi } from '@/api/client';
import { DEFAULT_ZONE, formatDate, formatDateTime, formatTime } from './dates';
import type { Role } from './permissions';

export interface WorkspaceInfo {
  slug: string;
  name: string;
  role: Role;
  is_demo: boolean;
  timezone?: string;
  permissions: string[];
  /** Where pictures are served, ending with a slash. */
  media_url?: string;
}

interface WorkspaceState extends WorkspaceInfo {
  zone: string;
  api: WorkspaceApi;
  can: (permission: string) => boolean;
  /** Query key under this workspace. */
  key: (...parts: unknown[]) => unknown[];
  date: (value: string | Date) => string;
  dateTime: (value: string | Date) => string;
  time: (value: string | Date) => string;
}

const WorkspaceContext = createContext<WorkspaceState | null>(null);

export function WorkspaceProvider(props: { info: WorkspaceInfo; children: ReactNode }) {
  const { info } = props;
  const value = useMemo<WorkspaceState>(() => {
    const zone = info.timezone ?? DEFAULT_ZONE;
    return {
      ...info,
      zone,
      api: workspaceApi(info.slug),
      can: (permission) => info.permissions.includes(permission),
      key: (...parts) => ['w', info.slug, ...parts],
      date: (at) => formatDate(at, zone),
      dateTime: (at) => formatDateTime(at, zone),
      time: (at) => formatTime(at, zone),
    };
  }, [info]);
  return <WorkspaceContext.Provider value={value}>{props.children}</WorkspaceContext.Provider>;
}

/** The workspace we are in; only below its route. */
export function useWorkspace(): WorkspaceState {
  const value = useContext(WorkspaceContext);
  if (!value) throw new Error('useWorkspace outside of a workspace route');
  return value;
}
