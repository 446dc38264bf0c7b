import type { Schema } from '@/api/routes';

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

export type ContentRow = Schema<'ContentOut'>;
export type Content = ContentRow & { tree: EmailTree; problems: ContentProblem[] };
export type MergeField = Schema<'MergeFieldOut'>;
export type InboxItem = Schema<'InboxOut'>;
export type InboxMail = Schema<'InboxFull'>;

export const MESSAGE_STATES = [
  'ready',
  'sending',
  'sent',
  'skipped',
  'failed',
  'unknown',
  'deferred',
] as const;

export type Message = Schema<'MessageOut'>;
export type Channel = Schema<'ChannelOut'>;

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
