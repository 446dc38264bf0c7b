/** The settings of one node, by its kind. */

import { Alert, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PickerKind } from '@/kit/contrib';
import { dayOf, formatTime, instantOf } from '@/kit/dates';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { Picker, useWorkspaceHref } from '@/ui';
import { ConditionBuilder } from './ConditionBuilder';
import { useKinds } from './data';
import { type MessageKey, useT } from './messages';
import { NewThing } from './NewThing';
import { NewVoucher } from './NewVoucher';
import { type FlowNode, isTrigger, PURPOSES } from './types';

type Config = Record<string, unknown>;

interface FieldsProps {
  config: Config;
  onChange: (config: Config) => void;
  /** The server's word on a setting. */
  errorOf: (field: string) => string | undefined;
}

interface StepFieldsProps extends FieldsProps {
  node: FlowNode;
  onKind: (kind: string) => void;
}

export function StepFields({ node, onKind, ...props }: StepFieldsProps) {
  const t = useT();
  const { language } = useLanguage();
  const { triggers, kinds } = useKinds();
  if (kinds.size > 0 && !kinds.has(node.kind)) return <Alert color="red">{t('unknownKind')}</Alert>;
  return (
    <Stack gap="md">
      {isTrigger(node.kind) && (
        <Select
          label={t('triggerKind')}
          data={triggers.map((kind) => ({ value: kind.kind, label: kind[language] }))}
          value={node.kind}
          allowDeselect={false}
          onChange={(kind) => kind && kind !== node.kind && onKind(kind)}
        />
      )}
      <FieldsOfKind kind={node.kind} {...props} />
    </Stack>
  );
}

function FieldsOfKind({ kind, ...props }: FieldsProps & { kind: string }) {
  const t = useT();
  switch (kind) {
    case 'trigger.form_submitted':
      return (
        <ThingField
          {...props}
          picker="page"
          field="page_id"
          label="page"
          hint="pageHint"
          open={{ path: '/pages', view: 'viewPage', edit: ['page.edit', 'editPage'] }}
          required
        />
      );
    case 'trigger.voucher_used':
      return (
        <ThingField
          {...props}
          picker="voucher"
          field="voucher_id"
          label="voucher"
          hint="voucherAny"
        />
      );
    case 'trigger.tag_added':
    case 'add_tag':
    case 'remove_tag':
      return <TagField {...props} />;
    case 'give_voucher':
      return (
        <ThingField
          {...props}
          picker="voucher"
          field="voucher_id"
          label="voucher"
          hint="voucherHint"
          open={{ path: '/vouchers', view: 'viewVoucher' }}
          required
          beside={
            <NewVoucher
              onCreated={(next) => props.onChange(withField(props.config, 'voucher_id', next))}
            />
          }
        />
      );
    case 'send_email':
      return <EmailFields {...props} />;
    case 'wait':
      return <WaitFields {...props} />;
    case 'condition':
      return <ConditionBuilder {...props} />;
    default:
      return (
        <Text size="sm" c="dimmed">
          {t('nothingToSet')}
        </Text>
      );
  }
}

interface ThingFieldProps extends FieldsProps {
  picker: PickerKind;
  field: string;
  label: MessageKey;
  hint?: MessageKey;
  required?: boolean;
  /** Where the chosen thing is opened, to look at it or, with a permission, to edit it. */
  open?: { path: string; view: MessageKey; edit?: [permission: string, label: MessageKey] };
  /** What stands beside the way to the chosen thing. */
  beside?: ReactNode;
}

/** The choice of one thing of another room, and the way to it. */
function ThingField(props: ThingFieldProps) {
  const { picker, field, label, hint, required, open, beside, config, onChange, errorOf } = props;
  const t = useT();
  const { can } = useWorkspace();
  const id = textOf(config[field]);
  const opening = open?.edit && can(open.edit[0]) ? open.edit[1] : open?.view;
  return (
    <Stack gap="xs" align="stretch">
      <Picker
        kind={picker}
        label={t(label)}
        description={hint ? t(hint) : undefined}
        required={required ?? false}
        value={id}
        error={errorOf(field)}
        onChange={(next) => onChange(withField(config, field, next))}
      />
      <Group gap="xs">
        {open && id && opening && <OpenElsewhere to={`${open.path}/${id}`} label={t(opening)} />}
        {beside}
      </Group>
    </Stack>
  );
}

/** Open what a step speaks of in a tab of its own; coming back, problems are looked at again. */
function OpenElsewhere({ to, label }: { to: string; label: string }) {
  const href = useWorkspaceHref();
  return (
    <Button
      component="a"
      href={href(to)}
      target="_blank"
      size="xs"
      variant="light"
      leftSection={<IconExternalLink size={14} />}
      style={{ alignSelf: 'flex-start' }}
    >
      {label}
    </Button>
  );
}

function TagField(props: FieldsProps) {
  const { api } = useWorkspace();
  const { config, onChange } = props;
  return (
    <ThingField
      {...props}
      picker="tag"
      field="tag_id"
      label="tag"
      required
      beside={
        <NewThing
          permission="customer.edit"
          words={{ button: 'newTag', name: 'newTagName', done: 'tagCreated' }}
          longest={60}
          refresh="tags"
          make={(name) => api.post('/tags', { name })}
          onCreated={(next) => onChange(withField(config, 'tag_id', next))}
        />
      }
    />
  );
}

function EmailFields({ config, onChange, errorOf }: FieldsProps) {
  const t = useT();
  const { api } = useWorkspace();
  const purpose = PURPOSES.find((item) => item === config.purpose);
  return (
    <Stack gap="md">
      <ThingField
        {...{ config, onChange, errorOf }}
        picker="content"
        field="content_id"
        label="email"
        open={{ path: '/contents', view: 'viewEmail', edit: ['content.edit', 'editEmail'] }}
        required
        beside={
          <NewThing
            permission="content.edit"
            words={{ button: 'newEmail', name: 'newEmailName', done: 'emailCreated' }}
            longest={160}
            refresh="contents"
            make={(name) =>
              api.post('/contents', {
                name,
                subject: name,
                purpose: purpose ?? 'transactional',
              })
            }
            onCreated={(next) => onChange(withField(config, 'content_id', next))}
          />
        }
      />
      <Select
        label={t('purpose')}
        description={t(purpose ? `purposeHint_${purpose}` : 'purposeHint_own')}
        data={[
          { value: '', label: t('purposeOwn') },
          ...PURPOSES.map((item) => ({ value: item, label: t(`purpose_${item}`) })),
        ]}
        value={purpose ?? ''}
        allowDeselect={false}
        error={errorOf('purpose')}
        onChange={(next) => onChange(withField(config, 'purpose', next || null))}
      />
    </Stack>
  );
}

const MODES = ['interval', 'day_after_entry', 'until'] as const;
const FRESH: Record<(typeof MODES)[number], Config> = {
  interval: { mode: 'interval', amount: 1, unit: 'days' },
  day_after_entry: { mode: 'day_after_entry', day: 1 },
  until: { mode: 'until' },
};
const UNITS = ['minutes', 'hours', 'days'] as const;

function WaitFields({ config, onChange, errorOf }: FieldsProps) {
  const t = useT();
  const mode = MODES.find((item) => item === config.mode) ?? 'interval';
  return (
    <Stack gap="md">
      <Select
        label={t('waitMode')}
        data={MODES.map((item) => ({ value: item, label: t(`wait_${item}`) }))}
        value={mode}
        allowDeselect={false}
        error={errorOf('mode')}
        onChange={(next) => onChange(FRESH[(next ?? 'interval') as typeof mode])}
      />
      {mode === 'interval' && (
        <Group gap="xs" align="flex-start" grow>
          <NumberInput
            label={t('amount')}
            min={1}
            max={527040}
            allowDecimal={false}
            value={numberOf(config.amount)}
            error={errorOf('amount')}
            onChange={(amount) => onChange(withField(config, 'amount', wholeOf(amount)))}
          />
          <Select
            label={t('unit')}
            data={UNITS.map((unit) => ({ value: unit, label: t(unit) }))}
            value={textOf(config.unit)}
            allowDeselect={false}
            error={errorOf('unit')}
            onChange={(unit) => onChange({ ...config, unit })}
          />
        </Group>
      )}
      {mode === 'day_after_entry' && (
        <>
          <NumberInput
            label={t('day')}
            description={t('dayHint')}
            min={1}
            max={366}
            allowDecimal={false}
            value={numberOf(config.day)}
            error={errorOf('day')}
            onChange={(day) => onChange(withField(config, 'day', wholeOf(day)))}
          />
          <TextInput
            type="time"
            label={t('atTime')}
            description={t('atTimeHint')}
            value={(textOf(config.at) ?? '').slice(0, 5)}
            error={errorOf('at')}
            onChange={(event) =>
              onChange(withField(config, 'at', event.currentTarget.value || null))
            }
          />
        </>
      )}
      {mode === 'until' && <UntilField {...{ config, onChange, errorOf }} />}
    </Stack>
  );
}

function UntilField({ config, onChange, errorOf }: FieldsProps) {
  const t = useT();
  const { zone } = useWorkspace();
  const until = textOf(config.until);
  const shown = until ? `${dayOf(until, zone)}T${formatTime(until, zone)}` : '';
  return (
    <TextInput
      type="datetime-local"
      label={t('untilMoment')}
      value={shown}
      error={errorOf('until')}
      onChange={(event) => {
        const wall = event.currentTarget.value;
        const at = wall ? instantOf(wall, zone) : null;
        onChange(withField(config, 'until', at ? at.toISOString() : null));
      }}
    />
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value ? value : null;
}

function numberOf(value: unknown): number | string {
  return typeof value === 'number' ? value : '';
}

function wholeOf(value: number | string): number | null {
  return value === '' || !Number.isInteger(Number(value)) ? null : Number(value);
}

/** Settings with one field set, or left out when it is empty. */
function withField(config: Config, field: string, value: unknown): Config {
  const { [field]: _, ...rest } = config;
  return value === null || value === undefined ? rest : { ...rest, [field]: value };
}
