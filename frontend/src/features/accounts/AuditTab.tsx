import { Group, Select, Text } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconListDetails } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/routes';
import { gather, useContributions } from '@/kit/contrib';
import { addDays, instantOf } from '@/kit/dates';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { DataList, useCursorList, useUrlState, WLink } from '@/ui';
import { useT } from './messages';

type AuditEntry = Schema<'AuditOut'>;
const UNFILTERED = { actor: '', action: '', from: '', to: '' };

export default function AuditTab() {
  const t = useT();
  const { dateTime, zone } = useWorkspace();
  const { language } = useLanguage();
  const [filter, setFilter] = useUrlState(UNFILTERED);
  const list = useCursorList<AuditEntry>('audit', '/audit', {
    actor: filter.actor,
    action: filter.action,
    since: beginning(filter.from, zone),
    until: beginning(filter.to && addDays(filter.to, 1), zone),
  });
  return (
    <>
      <Group gap="sm" mb="md">
        <ActorFilter value={filter.actor} onChange={(actor) => setFilter({ actor })} />
        <ActionFilter value={filter.action} onChange={(action) => setFilter({ action })} />
        <DaysFilter from={filter.from} to={filter.to} onChange={setFilter} />
      </Group>
      <DataList
        label={t('audit')}
        query={list}
        rowKey={(row) => row.id}
        filtered={Object.values(filter).some(Boolean)}
        onClearFilters={() => setFilter(UNFILTERED)}
        columns={[
          { key: 'at', header: t('at'), render: (row) => dateTime(row.at), width: 170 },
          {
            key: 'who',
            header: t('who'),
            width: 220,
            render: (row) => (
              <>
                <Text size="sm" fw={500}>
                  {row.actor_kind === 'system' ? t('bySystem') : row.actor_name}
                </Text>
                {row.actor_kind === 'api_key' && (
                  <Text size="xs" c="dimmed">
                    {t('byApiKey')}
                  </Text>
                )}
              </>
            ),
          },
          {
            key: 'action',
            header: t('action'),
            primary: true,
            render: (row) => <Done entry={row} what={language === 'vi' ? row.vi : row.en} />,
          },
        ]}
        empty={{ icon: IconListDetails, title: t('noAudit'), hint: t('noAuditHint') }}
      />
    </>
  );
}

/** What was done, to what under its name of that time, and how. */
function Done({ entry, what }: { entry: AuditEntry; what: string }) {
  const { dateTime } = useWorkspace();
  const { language } = useLanguage();
  const contributions = useContributions();
  const show = gather(contributions, 'itemPaths')[entry.kind];
  const path = entry.item_there ? show?.(entry.item_id) : undefined;
  const describe = gather(contributions, 'auditDetails')[entry.action];
  const detail = describe?.(entry.data, language, dateTime) ?? '';
  const name = entry.item_name ? `“${entry.item_name}”` : nameless(entry);
  const words = name ? `${what} ${name}` : what;
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {path ? <WLink to={path}>{words}</WLink> : words}
      </Text>
      {detail && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
      )}
    </>
  );
}

/** When a day of the shop begins; nothing for no day. */
function beginning(day: string, zone: string): string {
  return (day && instantOf(day, zone)?.toISOString()) || '';
}

/** A customer may have no name, or none any more: the end of the id tells one from another. */
function nameless({ kind, item_id }: AuditEntry): string {
  return kind === 'customer' && item_id ? `#${item_id.slice(-6)}` : '';
}

interface FilterProps {
  value: string;
  onChange: (value: string) => void;
}

function ActorFilter({ value, onChange }: FilterProps) {
  const t = useT();
  const { api, key } = useWorkspace();
  const members = useQuery({
    queryKey: key('members'),
    queryFn: () => api.get<Schema<'MemberOut'>[]>('/members'),
  });
  const keys = useQuery({
    queryKey: key('api-keys'),
    queryFn: () => api.get<Schema<'ApiKeyOut'>[]>('/api-keys'),
  });
  const people = (members.data ?? []).map(({ user_id, name, email }) => ({
    value: user_id,
    label: name || email,
  }));
  const software = (keys.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      aria-label={t('who')}
      placeholder={t('everybody')}
      data={[
        { group: t('members'), items: people },
        { group: t('apiKeys'), items: software },
      ]}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      searchable
      clearable
      w={220}
    />
  );
}

function ActionFilter({ value, onChange }: FilterProps) {
  const t = useT();
  const { api, key } = useWorkspace();
  const { language } = useLanguage();
  const actions = useQuery({
    queryKey: key('audit-actions'),
    queryFn: () => api.get<Schema<'AuditActionOut'>[]>('/audit/actions'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Select
      aria-label={t('action')}
      placeholder={t('everything')}
      data={(actions.data ?? []).map((action) => ({ value: action.key, label: action[language] }))}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      searchable
      clearable
      w={280}
    />
  );
}

interface DaysProps {
  from: string;
  to: string;
  onChange: (days: { from: string; to: string }) => void;
}

/** From one day to another, both included; half a range is not asked for yet. */
function DaysFilter({ from, to, onChange }: DaysProps) {
  const t = useT();
  const { date } = useWorkspace();
  const [begun, setBegun] = useState<string | null>(null);
  const shown = from && to ? `: ${date(from)} – ${date(to)}` : '';
  return (
    <DatePickerInput
      type="range"
      aria-label={t('days') + shown}
      placeholder={t('days')}
      valueFormat="DD/MM/YYYY"
      value={begun ? [begun, null] : [from || null, to || null]}
      allowSingleDateInRange
      clearable
      onChange={([start, end]) => {
        setBegun(start && !end ? start : null);
        if (Boolean(start) === Boolean(end)) onChange({ from: start ?? '', to: end ?? '' });
      }}
      w={250}
    />
  );
}
