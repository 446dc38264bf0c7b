/** Settings and looks of the chosen node, as far as the page tree allows them. */

import { Accordion, Stack, Text } from '@mantine/core';
import { Picker } from '@/ui';
import { useT } from '../messages';
import { FormParts } from './FormParts';
import { Looks } from './Looks';
import { Products } from './Products';
import { SettingInputs } from './SettingInputs';
import { SETTINGS } from './settings';
import type { EditProps } from './words';

export function Inspector({ node, onChange }: EditProps) {
  const t = useT();
  const known = node.type in SETTINGS;
  if (!known) return <Text size="sm">{t('unknownNode')}</Text>;
  return (
    <Accordion
      multiple
      defaultValue={['content', 'style']}
      variant="separated"
      key={node.id}
      styles={{ content: { paddingInline: 8 } }}
    >
      <Accordion.Item value="content">
        <Accordion.Control>{t('content')}</Accordion.Control>
        <Accordion.Panel>
          <Content node={node} onChange={onChange} />
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="style">
        <Accordion.Control>{t('style')}</Accordion.Control>
        <Accordion.Panel>
          <Looks node={node} onChange={onChange} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Content({ node, onChange }: EditProps) {
  const t = useT();
  const selling = node.type === 'checkout';
  return (
    <Stack gap="sm">
      {node.type === 'product' && (
        <Picker
          kind="product"
          label={t('product')}
          value={(node.product_id as string) || null}
          onChange={(id) => onChange({ product_id: id ?? '' })}
        />
      )}
      {selling && <Products node={node} onChange={onChange} />}
      <SettingInputs settings={SETTINGS[node.type] ?? []} bag={node} onChange={onChange} />
      {(selling || node.type === 'form') && <FormParts node={node} onChange={onChange} />}
    </Stack>
  );
}
