export type Purpose = 'transactional' | 'care' | 'advertising';
export const PURPOSES = ['transactional', 'care', 'advertising'] as const;
export type Align = 'left' | 'center' | 'right';

interface Base {
  id: string;
}

export type Block = Base &
  (
    | { type: 'heading'; text: string; level: 1 | 2 | 3; align: Align; color: string }
    | { type: 'text'; html: string; align: Align }
    | { type: 'button'; label: string; url: string; color: string; align: Align }
    | { type: 'image'; src: string; alt: string; url: string; width: number }
    | { type: 'divider' }
    | { type: 'spacer'; height: number }
    | {
        type: 'product';
        name: string;
        price: string;
        compare_price: string;
        image: string;
        url: string;
        label: string;
      }
    | { type: 'voucher'; title: string; code: string; note: string }
  );

export type BlockType = Block['type'];
export type BlockOf<T extends BlockType> = Extract<Block, { type: T }>;

export interface EmailTree {
  version: 1;
  blocks: Block[];
  background?: string;
  width?: number;
}

export interface ContentProblem {
  code: string;
  pointer: string;
  message: string;
  severity: string;
}

export interface ContentRow {
  id: string;
  name: string;
  subject: string;
  preview: string;
  purpose: Purpose;
  version: number;
  updated_at: string;
}

export interface Content extends ContentRow {
  tree: EmailTree;
  problems: ContentProblem[];
}

export interface MergeField {
  name: string;
  label: string;
  example: string;
}

export interface InboxItem {
  id: number;
  message_id: number;
  customer_id: string;
  address: string;
  subject: string;
  at: string;
}

export interface InboxMail extends InboxItem {
  headers: Record<string, string>;
  html: string;
  text: string;
  links: { url: string; href: string }[];
}

export const MESSAGE_STATES = [
  'ready',
  'sending',
  'sent',
  'skipped',
  'failed',
  'unknown',
  'deferred',
] as const;

export interface Message {
  id: number;
  customer_id: string;
  content_id: string;
  content_name: string;
  state: (typeof MESSAGE_STATES)[number];
  reason_text: string;
  detail: string;
  address: string;
  due_at: string;
  done_at: string | null;
}

export interface Channel {
  id: string;
  kind: string;
  name: string;
  is_default: boolean;
  from_name: string;
  from_email: string;
  config: Record<string, unknown>;
}

export interface ConfigField {
  type: 'string' | 'integer' | 'boolean';
  title?: string;
  enum?: string[];
  default?: string | number | boolean;
  minimum?: number;
  maximum?: number;
  format?: string;
}

export interface ChannelKind {
  kind: string;
  label: string;
  medium: string;
  form: { properties?: Record<string, ConfigField>; required?: string[] };
}
