import { Page } from '@/ui';
import { useT } from './messages';

export default function OverviewPage() {
  const t = useT();
  return <Page title={t('title')}>{null}</Page>;
}
