/** Pure edits of an e-mail's block list. */

import type { Block, BlockType } from './types';

export const BLOCK_TYPES: BlockType[] = [
  'heading',
  'text',
  'button',
  'image',
  'divider',
  'spacer',
  'product',
  'voucher',
];

const ACCENT = '#0f7c6d';

/** A fresh block of a type with sensible first values. */
export function newBlock(type: BlockType): Block {
  const id = crypto.randomUUID();
  switch (type) {
    case 'heading':
      return { id, type, text: 'Chào {{ given_name }}', level: 2, align: 'left', color: '#1f2937' };
    case 'text':
      return { id, type, html: '<p></p>', align: 'left' };
    case 'button':
      return { id, type, label: 'Xem ngay', url: '', color: ACCENT, align: 'center' };
    case 'image':
      return { id, type, src: '', alt: '', url: '', width: 600 };
    case 'divider':
      return { id, type };
    case 'spacer':
      return { id, type, height: 24 };
    case 'product':
      return {
        id,
        type,
        name: '',
        price: '',
        compare_price: '',
        image: '',
        url: '',
        label: 'Mua ngay',
      };
    case 'voucher':
      return { id, type, title: 'Mã ưu đãi của bạn', code: '{{ voucher_code }}', note: '' };
  }
}

/** Give every block an id, as lists on the screen need one. */
export function withIds(blocks: Block[]): Block[] {
  return blocks.map((block) => (block.id ? block : { ...block, id: crypto.randomUUID() }));
}

/** Move the block at `index` by `step` places; at the ends nothing changes. */
export function moveBlock(blocks: Block[], index: number, step: -1 | 1): Block[] {
  const target = index + step;
  const moved = blocks[index];
  if (!moved || target < 0 || target >= blocks.length) return blocks;
  const rest = blocks.filter((_, at) => at !== index);
  return [...rest.slice(0, target), moved, ...rest.slice(target)];
}

/** Put a copy with its own id below the block. */
export function duplicateBlock(blocks: Block[], index: number): Block[] {
  const block = blocks[index];
  if (!block) return blocks;
  const copy = { ...block, id: crypto.randomUUID() };
  return [...blocks.slice(0, index + 1), copy, ...blocks.slice(index + 1)];
}

const ALLOWED = new Set(['P', 'BR', 'B', 'STRONG', 'I', 'EM', 'U', 'A', 'UL', 'OL', 'LI']);
const SAFE_LINK = /^(https?:|mailto:|tel:|\{\{)/i;

/** Keep only simple rich text; what else was pasted loses its tags, not its words. */
export function cleanHtml(html: string): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const dropped of parsed.querySelectorAll('script,style,template,iframe,object')) {
    dropped.remove();
  }
  for (const element of [...parsed.body.querySelectorAll('*')].reverse()) tidy(element, parsed);
  return parsed.body.innerHTML;
}

function tidy(element: Element, parsed: Document): void {
  if (element.tagName === 'DIV') {
    const paragraph = parsed.createElement('p');
    paragraph.append(...element.childNodes);
    element.replaceWith(paragraph);
    return;
  }
  if (!ALLOWED.has(element.tagName)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  const href = element.getAttribute('href');
  for (const { name } of [...element.attributes]) element.removeAttribute(name);
  if (element.tagName === 'A' && href && SAFE_LINK.test(href)) element.setAttribute('href', href);
}
