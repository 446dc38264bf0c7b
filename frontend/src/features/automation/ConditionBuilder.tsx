/** A list of conditions joined by all or any, over the facets that rooms offer. */

import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconShoppingBag, IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { MoneyInput, Picker } from '@/ui';
import { useFacets } from './data';
import { useT } from './messages';
import { operatorLabel } from './summary';
import { type Condition, type Facet, PURPOSES, type Tree } from './types';

const BOUGHT: Condition = { facet: 'order.since_entry', operator: 'has', value: null };
const EMPTY: Tree = { version: 1, op: 'all', items: [] };
/** Operators that stand alone. */
const BARE = new Set(['present', 'absent', 'is_today', 'never', 'ever']);
const DAYS = new Set(['within_days', 'older_than_days']);

interface Props {
  config: Record<string, unknown>;
  onChange: (config: Record<string, unknown>) => void;
  errorOf: (field: string) => string | undefined;
}

export function ConditionBuilder({ config, onChange, errorOf }: Props) {
  const t = useT();
  const facets = useFacets().data ?? [];
  const tree = flatTree(config.tree);
  const setTree = (next: Tree) => onChange({ tree: next });
  if (!tree) {
    return (
      <Stack align="flex-start">
        <Text size="sm">{t('condNested')}</Text>
        <Button variant="light" size="xs" onClick={() => setTree(EMPTY)}>
          {t('condReset')}
        </Button>
      </Stack>
    );
  }
  const { items } = tree;
  const add = (item: Condition) => setTree({ ...tree, items: [...items, item] });
  const asked = items.some((item) => item.facet === BOUGHT.facet);
  const first = facets.find((facet) => facet.key === 'customer.tag') ?? facets[0];
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        {t('condMatch')}
      </Text>
      {items.length > 1 && (
        <JoinChoice value={tree.op} onChange={(op) => setTree({ ...tree, op })} />
      )}
      {items.map((item, index) => (
        <One
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity of their own
          key={index}
          item={item}
          facets={facets}
          onChange={(next) =>
            setTree({ ...tree, items: items.map((old, at) => (at === index ? next : old)) })
          }
          onRemove={() => setTree({ ...tree, items: items.filter((_, at) => at !== index) })}
        />
      ))}
      {errorOf('tree') && (
        <Text size="sm" c="red" role="alert">
          {errorOf('tree')}
        </Text>
      )}
      <Group gap="xs">
        {!asked && facets.some((facet) => facet.key === BOUGHT.facet) && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconShoppingBag size={14} />}
            onClick={() => add(BOUGHT)}
          >
            {t('condBought')}
          </Button>
        )}
        {first && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => add(fresh(first))}
          >
            {t('condAdd')}
          </Button>
        )}
      </Group>
      <Matching tree={tree} />
    </Stack>
  );
}

/** Which of two ways a group of conditions joins. */
function JoinChoice(props: { value: 'all' | 'any'; onChange: (op: 'all' | 'any') => void }) {
  const t = useT();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('condMatch')}
      data={[
        { value: 'all', label: t('condAll') },
        { value: 'any', label: t('condAny') },
      ]}
      value={props.value}
      onChange={(op) => props.onChange(op as 'all' | 'any')}
    />
  );
}

/** How many customers match now; silent for what only makes sense inside a flow. */
function Matching({ tree }: { tree: Tree }) {
  const t = useT();
  const { api, key } = useWorkspace();
  const inside = tree.items.some((item) => item.facet === BOUGHT.facet);
  const count = useQuery({
    queryKey: key('segment-count', tree),
    queryFn: () => api.post<{ count: number }>('/segments/count', { tree }),
    enabled: !inside && tree.items.length > 0 && tree.items.every(isComplete),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (inside || !count.data || count.error || tree.items.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" aria-live="polite">
      {t('condCount', { count: count.data.count })}
    </Text>
  );
}

function isComplete({ facet, operator, value }: Condition): boolean {
  return BARE.has(operator) || facet === BOUGHT.facet || (value !== null && value !== '');
}

interface OneProps {
  item: Condition;
  facets: Facet[];
  onChange: (item: Condition) => void;
  onRemove: () => void;
}

function One({ item, facets, onChange, onRemove }: OneProps) {
  const t = useT();
  const { language } = useLanguage();
  const facet = facets.find(({ key }) => key === item.facet);
  return (
    <Paper withBorder p="xs">
      <Stack gap="xs">
        <Group gap={4} wrap="nowrap">
          <Select
            flex={1}
            aria-label={t('condFacet')}
            data={facets.map((found) => ({ value: found.key, label: found[language] }))}
            value={item.facet}
            searchable
            allowDeselect={false}
            onChange={(key) => {
              const next = facets.find((found) => found.key === key);
              if (next && next.key !== item.facet) onChange(fresh(next));
            }}
          />
          <ActionIcon variant="subtle" color="gray" aria-label={t('condRemove')} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
        {facet && (
          <>
            <Select
              aria-label={t('condOperator')}
              data={facet.operators.map((operator) => ({
                value: operator,
                label: operatorLabel(operator, t),
              }))}
              value={item.operator}
              allowDeselect={false}
              onChange={(operator) => {
                if (!operator || operator === item.operator) return;
                const same = shapeOf(facet, operator) === shapeOf(facet, item.operator);
                onChange({ ...item, operator, value: same ? item.value : freshValue(facet) });
              }}
            />
            <Value facet={facet} item={item} onChange={(value) => onChange({ ...item, value })} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

type Shape =
  | 'none'
  | 'tag'
  | 'voucher'
  | 'choice'
  | 'money'
  | 'number'
  | 'date'
  | 'month'
  | 'consent'
  | 'field'
  | 'text';

/** What kind of value an operator of a facet wants. */
function shapeOf({ value_type: type, choices }: Facet, operator: string): Shape {
  if (type === 'field') return 'field';
  if (type === 'none' || BARE.has(operator)) return 'none';
  if (DAYS.has(operator) || type === 'number' || type === 'days') return 'number';
  if (type === 'consent' || type === 'money' || type === 'date' || type === 'month') return type;
  if (type === 'tag' || type === 'voucher') return type;
  return choices.length > 0 ? 'choice' : 'text';
}

interface ValueProps {
  facet: Facet;
  item: Condition;
  onChange: (value: unknown) => void;
}

function Value({ facet, item, onChange }: ValueProps) {
  const t = useT();
  const { value } = item;
  const label = t('condValue');
  const text = typeof value === 'string' ? value : '';
  switch (shapeOf(facet, item.operator)) {
    case 'none':
      return null;
    case 'tag':
    case 'voucher':
      return (
        <Picker
          kind={facet.value_type === 'tag' ? 'tag' : 'voucher'}
          label={label}
          value={text || null}
          onChange={(id) => onChange(id)}
        />
      );
    case 'choice':
      return (
        <Select
          aria-label={label}
          data={facet.choices.map((choice) => ({
            value: choice.value ?? '',
            label: choice.label ?? choice.value ?? '',
          }))}
          value={text || null}
          searchable
          onChange={onChange}
        />
      );
    case 'money':
      return (
        <MoneyInput
          aria-label={label}
          value={typeof value === 'number' || typeof value === 'string' ? value : null}
          onChange={onChange}
        />
      );
    case 'number':
      return (
        <NumberInput
          aria-label={label}
          min={0}
          allowDecimal={false}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      );
    case 'date':
      return (
        <TextInput
          type="date"
          aria-label={label}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case 'month':
      return (
        <Select
          aria-label={label}
          data={Array.from({ length: 12 }, (_, index) => ({
            value: String(index + 1),
            label: t('month', { number: index + 1 }),
          }))}
          value={typeof value === 'number' ? String(value) : null}
          onChange={(next) => onChange(next ? Number(next) : null)}
        />
      );
    case 'consent':
      return <ConsentValue value={value} onChange={onChange} />;
    case 'field':
      return <FieldValue facet={facet} item={item} onChange={onChange} />;
    case 'text':
      return (
        <TextInput
          aria-label={label}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
  }
}

function ConsentValue({
  value,
  onChange,
}: Omit<ValueProps, 'facet' | 'item'> & { value: unknown }) {
  const t = useT();
  const given = mapping(value);
  return (
    <Select
      aria-label={t('purpose')}
      data={PURPOSES.map((item) => ({ value: item, label: t(`purpose_${item}`) }))}
      value={typeof given.purpose === 'string' ? given.purpose : null}
      allowDeselect={false}
      onChange={(purpose) => onChange({ purpose, channel: given.channel ?? 'email' })}
    />
  );
}

const COMPARED = new Set(['gt', 'gte', 'lt', 'lte']);

function FieldValue({ facet, item, onChange }: ValueProps) {
  const t = useT();
  const given = mapping(item.value);
  return (
    <Stack gap="xs">
      <Select
        aria-label={t('field')}
        placeholder={t('field')}
        data={facet.choices.map((choice) => ({
          value: choice.value ?? '',
          label: choice.label ?? choice.value ?? '',
        }))}
        value={typeof given.field === 'string' ? given.field : null}
        onChange={(field) => onChange({ ...given, field })}
      />
      {!BARE.has(item.operator) && (
        <TextInput
          aria-label={t('condValue')}
          value={given.value === undefined ? '' : String(given.value)}
          onChange={(event) => {
            const text = event.currentTarget.value;
            const number = COMPARED.has(item.operator) && /^-?\d+$/.test(text);
            onChange({ ...given, value: number ? Number(text) : text });
          }}
        />
      )}
    </Stack>
  );
}

function mapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function fresh(facet: Facet): Condition {
  return { facet: facet.key, operator: facet.operators[0] ?? 'is', value: freshValue(facet) };
}

function freshValue({ value_type }: Facet): unknown {
  return value_type === 'consent' ? { purpose: 'advertising', channel: 'email' } : null;
}

/** The tree as this editor shows it: one group of conditions; null when it is deeper. */
function flatTree(given: unknown): Tree | null {
  if (!given) return EMPTY;
  const { op, items, ...rest } = mapping(given);
  if (typeof rest.facet === 'string') {
    const { facet, operator, value = null } = rest;
    return { ...EMPTY, items: [{ facet, operator: String(operator), value }] };
  }
  if ((op !== 'all' && op !== 'any') || !Array.isArray(items)) return null;
  if (!items.every((item) => typeof mapping(item).facet === 'string')) return null;
  return { version: 1, op, items: items as Condition[] };
}
