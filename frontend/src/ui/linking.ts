/** The link on the chosen words of a text that is being written, on this screen or in a frame. */

import type { AskLink, LinkAnswer } from './link';

interface Spot {
  range: Range | null;
  anchor: HTMLAnchorElement | null;
}

/** Ask for the link where the cursor is and put it there; the focus returns to the words. */
export async function linkWords(area: HTMLElement, ask: AskLink): Promise<boolean> {
  const spot = spotIn(area);
  const text = (spot.anchor?.textContent ?? spot.range?.toString() ?? '').trim();
  // The page's canvas keeps addresses aside, so that a click there leads nowhere.
  const href = spot.anchor?.getAttribute('href') ?? spot.anchor?.dataset.href ?? '';
  const answer = await ask({ text, href });
  if (!area.isConnected) return false;
  area.focus();
  choose(area, spot.range);
  if (answer) put(area, spot, text, answer);
  return answer !== null;
}

function spotIn(area: HTMLElement): Spot {
  const selection = area.ownerDocument.getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || !area.contains(range.commonAncestorContainer)) return { range: null, anchor: null };
  const node = range.commonAncestorContainer;
  const element = node.nodeType === 1 ? (node as HTMLElement) : node.parentElement;
  const anchor = element?.closest('a') ?? onlyLinkIn(range);
  return {
    range: range.cloneRange(),
    anchor: anchor && area.contains(anchor) && anchor !== area ? anchor : null,
  };
}

/** The link whose words are chosen from just outside of it, as a double click may do. */
function onlyLinkIn(range: Range): HTMLAnchorElement | null {
  const links = range.cloneContents().querySelectorAll('a');
  const [only] = links;
  if (links.length !== 1 || only?.textContent !== range.toString()) return null;
  const root = range.commonAncestorContainer;
  const all = root instanceof Object && 'querySelectorAll' in root ? (root as Element) : null;
  return [...(all?.querySelectorAll('a') ?? [])].find((link) => range.intersectsNode(link)) ?? null;
}

function choose(area: HTMLElement, range: Range | null): void {
  const selection = area.ownerDocument.getSelection();
  const wanted = range ?? area.ownerDocument.createRange();
  if (!range) {
    wanted.selectNodeContents(area);
    wanted.collapse(false);
  }
  selection?.removeAllRanges();
  selection?.addRange(wanted);
}

// execCommand is old, yet every browser has it and it keeps the undo history.
function put(
  area: HTMLElement,
  { range, anchor }: Spot,
  before: string,
  answer: Exclude<LinkAnswer, null>,
): void {
  const page = area.ownerDocument;
  if (anchor) {
    const inside = page.createRange();
    inside.selectNodeContents(anchor);
    choose(area, inside);
  }
  if (answer === 'remove') {
    page.execCommand('unlink');
    return;
  }
  const chosen = anchor !== null || (range !== null && !range.collapsed);
  if (chosen && answer.text === before) {
    // Bold and other marks inside the words stay.
    page.execCommand('createLink', false, answer.href);
    return;
  }
  if (anchor) page.execCommand('unlink');
  const link = page.createElement('a');
  link.setAttribute('href', answer.href);
  link.textContent = answer.text;
  page.execCommand('insertHTML', false, link.outerHTML);
}
