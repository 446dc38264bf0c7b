import {
  IconBolt,
  IconBox,
  IconClock,
  IconFlag,
  IconForms,
  IconGift,
  IconMail,
  IconShoppingCart,
  IconSitemap,
  IconTag,
  IconTagOff,
  IconUserPlus,
} from '@tabler/icons-react';
import { isTrigger, type Kind } from './types';

type Icon = typeof IconBolt;

const ICONS: Record<string, Icon> = {
  mail: IconMail,
  clock: IconClock,
  branch: IconSitemap,
  gift: IconGift,
  tag: IconTag,
  'tag-off': IconTagOff,
  stop: IconFlag,
};

const TRIGGERS: Record<string, Icon> = {
  'trigger.form_submitted': IconForms,
  'trigger.order_placed': IconShoppingCart,
  'trigger.order_paid': IconShoppingCart,
  'trigger.tag_added': IconTag,
  'trigger.customer_created': IconUserPlus,
  'trigger.voucher_used': IconGift,
};

const COLORS: Record<string, string> = {
  trigger: 'lever',
  message: 'blue',
  logic: 'orange',
  customer: 'grape',
};

/** The picture of a kind of node. */
export function iconOf(kind: string, spec: Kind | undefined): Icon {
  if (isTrigger(kind)) return TRIGGERS[kind] ?? IconBolt;
  return ICONS[spec?.icon ?? ''] ?? IconBox;
}

/** The colour of a kind of node. */
export function colorOf(kind: string, spec: Kind | undefined): string {
  if (isTrigger(kind)) return 'lever';
  return COLORS[spec?.group ?? ''] ?? 'gray';
}
