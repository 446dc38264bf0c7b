import { IconInbox, IconMail } from '@tabler/icons-react';
import type { Contribution } from '@/kit/contrib';
import { auditDetails } from './audit';
import { messages } from './messages';
import { narrators } from './narrators';
import { ContentPicker, useContentNames } from './pickers';

export const contribution: Contribution = {
  feature: 'messaging',
  messages,
  navigation: [
    {
      stage: 'automate',
      order: 20,
      to: '/inbox',
      label: { vi: 'Hộp thư thử', en: 'Test inbox' },
      icon: IconInbox,
      permission: 'message.view',
    },
    {
      stage: 'personalize',
      order: 10,
      to: '/contents',
      label: { vi: 'Nội dung e-mail', en: 'E-mail contents' },
      icon: IconMail,
      permission: 'content.view',
    },
  ],
  routes: [
    { path: 'inbox', load: () => import('./InboxPage') },
    { path: 'inbox/$itemId', load: () => import('./MailPage') },
    { path: 'contents', load: () => import('./ContentsPage') },
    { path: 'contents/$contentId', load: () => import('./ContentPage') },
  ],
  narrators,
  itemPaths: {
    content: (id) => `/contents/${id}`,
    channel: () => '/settings?tab=channels',
  },
  auditDetails,
  useNames: useContentNames,
  refreshes: { 'message.*': ['inbox', 'messages', 'timeline'] },
  pickers: { content: ContentPicker },
  settings: [
    {
      key: 'channels',
      order: 40,
      label: { vi: 'Kênh gửi', en: 'Channels' },
      permission: 'channel.view',
      load: () => import('./ChannelsTab'),
    },
  ],
};
