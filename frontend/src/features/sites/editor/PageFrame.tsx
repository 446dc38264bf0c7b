/** A rendered page in a frame that can do nothing to the app around it. */

import { useT } from '../messages';

export function PageFrame(props: { html: string; screen: string; height: string }) {
  const t = useT();
  const { html, screen, height } = props;
  return (
    <iframe
      title={t('frame')}
      srcDoc={html}
      sandbox=""
      style={{
        width: screen === 'phone' ? 'min(390px, 100%)' : '100%',
        height,
        border: '1px solid var(--mantine-color-default-border)',
      }}
    />
  );
}
