export interface Tag {
  id: string;
  name: string;
  customers?: number;
}

export interface Customer {
  id: string;
  full_name: string;
  given_name?: string;
  gender: '' | 'female' | 'male' | 'other';
  birthday: string | null;
  email: string | null;
  phone: string | null;
  address: string;
  province_code: string;
  note: string;
  fields: Record<string, unknown>;
  source: Record<string, string>;
  tags: Tag[];
  created_at: string;
  updated_at: string;
}

export interface FieldDef {
  key: string;
  label: string;
  kind: 'text' | 'number' | 'date' | 'boolean' | 'choice';
  options: string[];
}

export type Purpose = 'transactional' | 'care' | 'advertising';
export type ConsentChannel = 'email' | 'sms' | 'zalo' | 'call' | 'any';

export interface ConsentEntry {
  id: number;
  purpose: Purpose;
  channel: ConsentChannel;
  granted: boolean;
  at: string;
  method: string;
  text: string;
  evidence: Record<string, unknown>;
  recorded_by: string;
}

export interface ImportInfo {
  id: string;
  filename: string;
  state: 'uploading' | 'uploaded' | 'mapped' | 'running' | 'done' | 'failed';
  columns: string[];
  sample: string[][];
  suggested_mapping: Record<string, string>;
  mapping: Record<string, string>;
  overwrite: boolean;
  tag: string;
  total: number;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  problems: number;
  failed: number;
  created_at: string;
  finished_at: string | null;
}

export interface RowProblem {
  row: number;
  column: string;
  value: string;
  code: string;
  fatal: boolean;
  message: string;
}
