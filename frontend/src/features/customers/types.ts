import type { Closer, Schema } from '@/api/routes';

export type Tag = Schema<'TagOut'>;
export type Customer = Schema<'CustomerOut'>;
export type FieldDef = Schema<'FieldOut'>;
export type MergePair = Schema<'MergePairOut'>;
export type Purpose = 'transactional' | 'care' | 'advertising';
export type ConsentChannel = 'email' | 'sms' | 'zalo' | 'call' | 'any';
export type ConsentEntry = Closer<'ConsentOut', { purpose: Purpose; channel: ConsentChannel }>;

export type ImportInfo = Closer<
  'ImportOut',
  { state: 'uploading' | 'uploaded' | 'mapped' | 'running' | 'done' | 'failed' }
>;
export type RowProblem = Schema<'RowProblemOut'>;
