import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { saveLanguage } from '@/api/auth';
import { type Language, useLanguage } from '@/kit/i18n';
import { useApp } from './messages';

/** Vietnamese or English; kept on the device, and with the account when signed in. */
export function LanguageSwitch({ signedIn = false }: { signedIn?: boolean }) {
  const t = useApp();
  const client = useQueryClient();
  const { language, setLanguage } = useLanguage();
  const choose = (next: Language) => {
    setLanguage(next);
    if (!signedIn) return;
    // The device already keeps the choice; a failure here must not undo it.
    saveLanguage(next).catch(() => {});
    void client.invalidateQueries();
  };
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      value={language}
      onChange={(value) => choose(value as Language)}
      data={[
        { value: 'vi', label: 'Tiếng Việt' },
        { value: 'en', label: 'English' },
      ]}
    />
  );
}
