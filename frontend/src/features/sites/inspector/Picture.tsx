/** The choice of a picture. */

import { Button, Group, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/kit/workspace';
import { UploadButton } from '@/ui';
import { useT } from '../messages';
import type { Asset } from '../types';

/** Choose a drawing or upload a picture. */
export function Picture(props: {
  label: string;
  value: string;
  onChange: (src: string, size: { width: number | null; height: number | null }) => void;
}) {
  const t = useT();
  const { api, key, media_url } = useWorkspace();
  const { label, value, onChange } = props;
  const assets = useQuery({
    queryKey: key('page-assets'),
    queryFn: () => api.get<Asset[]>('/page-assets'),
    staleTime: Infinity,
  });
  const none = { width: null, height: null };
  const shown = value.startsWith('media:') && media_url ? media_url + value.slice(6) : null;
  return (
    <Stack gap={6}>
      <Select
        label={label}
        placeholder={t('drawing')}
        description={t('uploadHint')}
        data={(assets.data ?? []).map(({ name, src }) => ({ value: src, label: name }))}
        value={value.startsWith('asset:') ? value : null}
        searchable
        onChange={(src) => src && onChange(src, none)}
      />
      {shown && (
        <img
          src={shown}
          alt=""
          style={{ maxWidth: '100%', maxHeight: 120, objectFit: 'contain' }}
        />
      )}
      <Group gap="xs" align="flex-start">
        <UploadButton
          label={t('upload')}
          size="xs"
          variant="light"
          onDone={({ src, width, height }) => onChange(src, { width, height })}
        />
        {value && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => onChange('', none)}>
            {t('noImage')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
