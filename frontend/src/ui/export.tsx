import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useUi } from './messages';

/** The way to what a list shows, as a workbook. */
export function ExportButton({ href }: { href: string }) {
  const t = useUi();
  return (
    <Button
      component="a"
      href={href}
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {t('exportXlsx')}
    </Button>
  );
}
