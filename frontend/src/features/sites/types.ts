import type { Schema } from '@/api/routes';

export type PageRow = Schema<'PageOut'>;
export type Problem = Schema<'PageProblemOut'>;
export type PageFigures = Schema<'PageFiguresOut'>;
export type Template = Schema<'TemplateOut'>;
export type Revision = Schema<'RevisionOut'>;
export type Submission = Schema<'SubmissionOut'>;
export type Media = Schema<'MediaOut'>;
export type Asset = Schema<'AssetOut'>;
export type Seo = { title: string; description: string; image: string; noindex: boolean };

/** A component of a page. Settings differ by type; what this editor does not know is kept as is. */
export interface TreeNode {
  id: string;
  type: string;
  style?: Record<string, unknown>;
  children?: TreeNode[];
  [setting: string]: unknown;
}

export interface Tree {
  version: 1;
  theme?: Record<string, unknown>;
  header?: TreeNode | null;
  sections: TreeNode[];
  footer: TreeNode;
}

export type PageDetail = Omit<Schema<'PageDetailOut'>, 'tree' | 'seo'> & { tree: Tree; seo: Seo };

export interface Field {
  key: string;
  type: string;
  label: string;
  placeholder?: string;
  required?: boolean;
  options?: string[];
}
