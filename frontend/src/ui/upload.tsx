/** Uploading a picture, with what is wrong with it said at the button. */

import { Button, type ButtonProps, FileButton, Stack, Text } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { errorText } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { useWorkspace } from '@/kit/workspace';
import { useWrite } from './feedback';

/** A picture as the house keeps it. */
export interface Uploaded {
  key: string;
  src: string;
  url: string;
  width: number;
  height: number;
}

interface UploadButtonProps extends Pick<ButtonProps, 'size' | 'variant'> {
  label: string;
  /** The kinds offered to choose from; what is taken, the server says. */
  accept?: string;
  onDone: (picture: Uploaded) => void;
}

const PICTURES = 'image/png,image/jpeg,image/webp,image/gif';

export function UploadButton(props: UploadButtonProps) {
  const { label, accept = PICTURES, onDone, size = 'sm', variant } = props;
  const { api } = useWorkspace();
  const { language } = useLanguage();
  const [failure, setFailure] = useState('');
  const upload = useWrite<File, Uploaded>({
    run: (file) => {
      setFailure('');
      const body = new FormData();
      body.append('file', file);
      return api.post<Uploaded>('/media', body);
    },
    onDone,
    onError: (error) => {
      setFailure(errorText(error, language));
      return true;
    },
  });
  return (
    <Stack gap={4} align="flex-start">
      <FileButton accept={accept} onChange={(file) => file && upload.mutate(file)}>
        {(button) => (
          <Button
            {...button}
            size={size}
            variant={variant ?? 'default'}
            loading={upload.isPending}
            leftSection={<IconPhoto size={16} />}
          >
            {label}
          </Button>
        )}
      </FileButton>
      {failure && (
        <Text size="xs" c="red" role="alert">
          {failure}
        </Text>
      )}
    </Stack>
  );
}
