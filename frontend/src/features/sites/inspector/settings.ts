/** Which settings each kind of node has, as the page tree allows them. */

type Plain =
  | 'line'
  | 'href'
  | 'anchor'
  | 'moment'
  | 'link'
  | 'inline'
  | 'blocks'
  | 'flag'
  | 'source';

export type Setting =
  | { key: string; kind: Plain }
  | { key: string; kind: 'choice'; values: readonly (string | number)[]; initial: string | number }
  | { key: string; kind: 'items'; of: Setting[]; empty: Record<string, unknown>; max: number };

const line = (key: string): Setting => ({ key, kind: 'line' });
const href: Setting = { key: 'href', kind: 'href' };
const inline = (key: string): Setting => ({ key, kind: 'inline' });
const blocks = (key: string): Setting => ({ key, kind: 'blocks' });
const flag = (key: string): Setting => ({ key, kind: 'flag' });
const source = (key: string): Setting => ({ key, kind: 'source' });
const choice = (
  key: string,
  values: readonly (string | number)[],
  initial = values[0] as string | number,
): Setting => ({ key, kind: 'choice', values, initial });
/** Words that lead somewhere. */
export const LINK: Setting[] = [line('label'), href];
const links = (max: number): Setting => ({
  key: 'links',
  kind: 'items',
  of: LINK,
  empty: { label: 'Liên kết', href: '#' },
  max,
});

const SPACES = ['none', 'xs', 'sm', 'md', 'lg', 'xl', '2xl'] as const;
const form = [line('title'), inline('description'), line('submit_label'), inline('note')];

export const SETTINGS: Record<string, Setting[]> = {
  section: [
    line('name'),
    { key: 'anchor', kind: 'anchor' },
    choice('width', ['narrow', 'normal', 'wide'], 'normal'),
    source('art'),
  ],
  columns: [
    choice('template', ['1-1', '1-1-1', '1-1-1-1', '1-2', '2-1', '2-3', '3-2']),
    choice('valign', ['top', 'center', 'stretch']),
    flag('reverse_on_phone'),
  ],
  column: [],
  box: [],
  buttons: [],
  divider: [],
  heading: [inline('html'), choice('level', [1, 2, 3, 4], 2)],
  text: [blocks('html')],
  image: [
    source('src'),
    line('alt'),
    flag('decorative'),
    choice('ratio', ['auto', '1-1', '4-3', '3-4', '16-9', '3-2']),
    href,
    line('caption'),
  ],
  button: [
    line('label'),
    href,
    choice('variant', ['solid', 'outline', 'soft', 'link']),
    choice('scale', ['sm', 'md', 'lg'], 'md'),
    flag('full'),
  ],
  list: [
    choice('marker', ['check', 'dot', 'number', 'star', 'none']),
    { key: 'items', kind: 'items', of: [inline('html')], empty: { html: 'Ý mới' }, max: 60 },
  ],
  spacer: [choice('height', SPACES, 'md')],
  faq: [
    {
      key: 'items',
      kind: 'items',
      of: [line('question'), blocks('html'), flag('open')],
      empty: { question: 'Câu hỏi?', html: '<p>Trả lời.</p>' },
      max: 60,
    },
  ],
  testimonial: [
    inline('html'),
    line('name'),
    line('role'),
    source('avatar'),
    choice('stars', [0, 1, 2, 3, 4, 5]),
  ],
  stat: [line('value'), line('label')],
  video: [href, line('title'), source('poster')],
  countdown: [{ key: 'until', kind: 'moment' }, line('label'), line('ended')],
  product: [
    choice('layout', ['card', 'row']),
    flag('show_description'),
    line('button_label'),
    href,
  ],
  form,
  checkout: [...form, flag('voucher')],
  header: [line('brand'), source('logo'), links(8), { key: 'button', kind: 'link' }],
  footer: [blocks('html'), links(12)],
};

const SIZES = ['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl'] as const;
const ALIGN = ['left', 'center', 'right'] as const;
export const STYLES: Record<string, readonly string[]> = {
  align: ALIGN,
  color: ['ink', 'muted', 'primary', 'accent', 'white'],
  background: [
    'paper',
    'white',
    'tint',
    'sand',
    'primary',
    'accent',
    'dark',
    'glow',
    'dusk',
    'dawn',
  ],
  size: SIZES,
  weight: ['normal', 'medium', 'semibold', 'bold'],
  padding: SPACES,
  padding_y: SPACES,
  margin_top: SPACES,
  margin_bottom: SPACES,
  gap: SPACES,
  radius: ['none', 'sm', 'md', 'lg', 'xl', 'full'],
  shadow: ['none', 'sm', 'md', 'lg'],
  border: ['none', 'subtle', 'strong'],
  max_width: ['narrow', 'normal', 'wide', 'full'],
};
export const PHONE_STYLES: Record<string, readonly string[]> = {
  align: ALIGN,
  size: SIZES,
  padding_y: SPACES,
};
export const FIELD_TYPES = [
  'name',
  'email',
  'phone',
  'address',
  'text',
  'textarea',
  'select',
  'checkbox',
] as const;
/** Settings that are true when left out. */
export const TRUE_BY_DEFAULT = new Set(['show_description', 'voucher']);
