import type { Closer, Schema } from '@/api/routes';

export interface FlowNode {
  id: string;
  kind: string;
  config: Record<string, unknown>;
  x: number;
  y: number;
}

export interface FlowEdge {
  from: string;
  outlet: string;
  to: string;
}

export interface Graph {
  version: 1;
  nodes: FlowNode[];
  edges: FlowEdge[];
}

export type Flow = Schema<'FlowOut'>;
export type FlowFull = Closer<'FlowFull', { graph: Graph }>;
export type FlowProblem = Schema<'FlowProblemOut'>;
export type Scenario = Schema<'ScenarioOut'>;
export type Kind = Schema<'KindOut'>;
export type Report = Closer<'ReportOut', { graph: Graph }>;
export type NodeReport = Schema<'NodeReportOut'>;
export type Run = Schema<'RunOut'>;
export type RunFull = Closer<'RunFull', { graph: Graph }>;
export type PathStep = Schema<'PathStepOut'>;
export type Facet = Schema<'FacetOut'>;

export const TRIGGER = 'trigger.';
export const isTrigger = (kind: string) => kind.startsWith(TRIGGER);

export const RUN_STATES = ['active', 'parked', 'done', 'stopped', 'failed', 'refused'] as const;
export const PURPOSES = ['transactional', 'care', 'advertising'] as const;

export interface Condition {
  facet: string;
  operator: string;
  value: unknown;
}

export interface Tree {
  version: 1;
  op: 'all' | 'any';
  items: Condition[];
}
