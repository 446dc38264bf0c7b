import { defineMessages, useMessages } from '@/kit/i18n';

export const messages = defineMessages({ title: 'Tổng quan' }, { title: 'Overview' });

export const useT = () => useMessages(messages);
