/** The form of one block of an e-mail. */

import {
  ColorInput,
  Group,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { formatMoney } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { LinkInput, Picker, UploadButton } from '@/ui';
import { MergeFieldMenu } from './MergeFieldMenu';
import { useT } from './messages';
import { RichText } from './RichText';
import type { Align, Block, BlockOf } from './types';

interface EditorProps<B> {
  block: B;
  onChange: (block: B) => void;
}

export function BlockEditor({ block, onChange }: EditorProps<Block>): ReactNode {
  const t = useT();
  switch (block.type) {
    case 'heading':
      return (
        <Stack gap="sm">
          <MergeTextInput
            label={t('text')}
            value={block.text}
            onChange={(text) => onChange({ ...block, text })}
          />
          <Group gap="sm" align="flex-end">
            <Choice
              label={t('level')}
              value={String(block.level)}
              options={['1', '2', '3'].map((value) => ({ value, label: `H${value}` }))}
              onChange={(level) => onChange({ ...block, level: Number(level) as 1 | 2 | 3 })}
            />
            <AlignChoice value={block.align} onChange={(align) => onChange({ ...block, align })} />
            <ColorInput
              label={t('color')}
              format="hex"
              value={block.color}
              onChange={(color) => onChange({ ...block, color })}
              w={140}
            />
          </Group>
        </Stack>
      );
    case 'text':
      return (
        <Stack gap="sm">
          <RichText
            label={t('text')}
            value={block.html}
            onChange={(html) => onChange({ ...block, html })}
          />
          <AlignChoice value={block.align} onChange={(align) => onChange({ ...block, align })} />
        </Stack>
      );
    case 'button':
      return (
        <Stack gap="sm">
          <MergeTextInput
            label={t('label')}
            value={block.label}
            onChange={(label) => onChange({ ...block, label })}
          />
          <MailLink
            label={t('url')}
            value={block.url}
            onChange={(url) => onChange({ ...block, url })}
          />
          <Group gap="sm" align="flex-end">
            <AlignChoice value={block.align} onChange={(align) => onChange({ ...block, align })} />
            <ColorInput
              label={t('color')}
              format="hex"
              value={block.color}
              onChange={(color) => onChange({ ...block, color })}
              w={140}
            />
          </Group>
        </Stack>
      );
    case 'image':
      return <ImageEditor block={block} onChange={onChange} />;
    case 'divider':
      return null;
    case 'spacer':
      return (
        <NumberInput
          label={t('height')}
          clampBehavior="blur"
          min={4}
          max={200}
          value={block.height}
          onChange={(height) => onChange({ ...block, height: Number(height) || 24 })}
          maw={160}
        />
      );
    case 'product':
      return <ProductEditor block={block} onChange={onChange} />;
    case 'voucher':
      return (
        <Stack gap="sm">
          <MergeTextInput
            label={t('voucherTitle')}
            value={block.title}
            onChange={(title) => onChange({ ...block, title })}
          />
          <TextInput
            label={t('voucherCode')}
            description={t('voucherCodeHint')}
            value={block.code}
            onChange={(event) => onChange({ ...block, code: event.currentTarget.value })}
          />
          <MergeTextInput
            label={t('voucherNote')}
            value={block.note}
            onChange={(note) => onChange({ ...block, note })}
          />
        </Stack>
      );
  }
}

function ImageEditor({ block, onChange }: EditorProps<BlockOf<'image'>>) {
  const t = useT();
  return (
    <Stack gap="sm">
      <UploadInput
        label={t('imageUrl')}
        value={block.src}
        onChange={(src) => onChange({ ...block, src })}
      />
      <TextInput
        label={t('alt')}
        value={block.alt}
        onChange={(event) => onChange({ ...block, alt: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <MailLink
          label={t('url')}
          value={block.url}
          onChange={(url) => onChange({ ...block, url })}
        />
        <NumberInput
          label={t('width')}
          clampBehavior="blur"
          min={16}
          max={600}
          value={block.width}
          onChange={(width) => onChange({ ...block, width: Number(width) || 600 })}
        />
      </SimpleGrid>
    </Stack>
  );
}

interface PickedProduct {
  name: string;
  price: number;
  compare_price: number | null;
  image_key: string;
}

function ProductEditor({ block, onChange }: EditorProps<BlockOf<'product'>>) {
  const t = useT();
  const { api, key, media_url } = useWorkspace();
  const client = useQueryClient();
  const take = async (id: string | null) => {
    if (!id) return;
    const product = await client.fetchQuery({
      queryKey: key('products', id),
      queryFn: () => api.get<PickedProduct>(`/products/${id}`),
    });
    onChange({
      ...block,
      name: product.name,
      price: formatMoney(product.price),
      compare_price: product.compare_price === null ? '' : formatMoney(product.compare_price),
      image: product.image_key && media_url ? media_url + product.image_key : block.image,
    });
  };
  const field = (name: 'name' | 'price' | 'compare_price' | 'label', label: string) => (
    <TextInput
      label={label}
      value={block[name]}
      onChange={(event) => onChange({ ...block, [name]: event.currentTarget.value })}
    />
  );
  return (
    <Stack gap="sm">
      <Picker
        kind="product"
        label={t('pickProduct')}
        value={null}
        onChange={(id) => void take(id)}
      />
      {field('name', t('productName'))}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {field('price', t('price'))}
        {field('compare_price', t('comparePrice'))}
        {field('label', t('label'))}
      </SimpleGrid>
      <MailLink
        label={t('url')}
        value={block.url}
        onChange={(url) => onChange({ ...block, url })}
      />
      <UploadInput
        label={t('imageUrl')}
        value={block.image}
        onChange={(image) => onChange({ ...block, image })}
      />
    </Stack>
  );
}

function UploadInput(props: { label: string; value: string; onChange: (url: string) => void }) {
  const t = useT();
  const { can } = useWorkspace();
  return (
    <Stack gap="xs">
      <TextInput
        label={props.label}
        placeholder="https://"
        inputMode="url"
        maxLength={2000}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {can('page.edit') && (
        <UploadButton label={t('upload')} size="xs" onDone={({ url }) => props.onChange(url)} />
      )}
    </Stack>
  );
}

/** Where something in a mail leads: an address, or a merge field that holds one. */
function MailLink(props: { label: string; value: string; onChange: (href: string) => void }) {
  return (
    <LinkInput {...props} place="mail" tools={(insert) => <MergeFieldMenu onPick={insert} />} />
  );
}

/** A text line into which merge fields can be inserted where the cursor is. */
export function MergeTextInput(props: {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  maxLength?: number;
}) {
  const input = useRef<HTMLInputElement>(null);
  const insert = (field: string) => {
    const at = input.current?.selectionStart ?? props.value.length;
    const end = input.current?.selectionEnd ?? at;
    props.onChange(props.value.slice(0, at) + field + props.value.slice(end));
  };
  return (
    <TextInput
      ref={input}
      label={props.label}
      description={props.description}
      value={props.value}
      error={props.error}
      maxLength={props.maxLength ?? 500}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      rightSectionWidth={130}
      rightSection={<MergeFieldMenu onPick={insert} />}
    />
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" fw={500} aria-hidden>
        {props.label}
      </Text>
      <SegmentedControl
        aria-label={props.label}
        size="xs"
        data={props.options}
        value={props.value}
        onChange={props.onChange}
      />
    </Stack>
  );
}

function AlignChoice(props: { value: Align; onChange: (align: Align) => void }) {
  const t = useT();
  return (
    <Choice
      label={t('align')}
      value={props.value}
      options={(['left', 'center', 'right'] as const).map((value) => ({
        value,
        label: t(`align_${value}`),
      }))}
      onChange={(align) => props.onChange(align as Align)}
    />
  );
}
