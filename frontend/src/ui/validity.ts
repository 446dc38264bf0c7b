/** What a browser says of a field that is empty or wrong, in the language of the app. */

import type { Language } from '@/kit/i18n';

type Flaw = 'missing' | 'email' | 'url' | 'low' | 'high' | 'other';

const WORDS: Record<Language, Record<Flaw, string>> = {
  vi: {
    missing: 'Hãy điền mục này.',
    email: 'Hãy nhập e-mail đúng dạng ten@example.vn.',
    url: 'Hãy nhập địa chỉ bắt đầu bằng https://.',
    low: 'Nhỏ nhất là {limit}.',
    high: 'Lớn nhất là {limit}.',
    other: 'Giá trị này chưa đúng.',
  },
  en: {
    missing: 'Fill this in.',
    email: 'Give an e-mail address such as name@example.vn.',
    url: 'Give an address that begins with https://.',
    low: 'At least {limit}.',
    high: 'At most {limit}.',
    other: 'This value is not right.',
  },
};

// A field with words of ours is invalid until they are gone, also when a program mends it: whatever
// a person does next takes them away.
const ACTS = ['input', 'pointerdown', 'keydown'] as const;

type Checked = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Say what is wrong with a field; "" for nothing. */
export function flawOf(field: Checked, language: Language): string {
  const words = WORDS[language];
  const { validity } = field;
  const limit = (name: 'min' | 'max') => field.getAttribute(name) ?? '';
  if (validity.valueMissing) return words.missing;
  if (validity.typeMismatch) return field.type === 'url' ? words.url : words.email;
  if (validity.rangeUnderflow) return words.low.replace('{limit}', limit('min'));
  if (validity.rangeOverflow) return words.high.replace('{limit}', limit('max'));
  return validity.valid ? '' : words.other;
}

/** Have browsers speak the app's language about fields; returns how to stop. */
export function speakOfFields(language: Language): () => void {
  const spoken = new Set<Checked>();
  const forget = (field: Checked) => {
    if (spoken.delete(field)) field.setCustomValidity('');
  };
  const forgetAll = () => spoken.forEach(forget);
  const onInvalid = ({ target }: Event) => {
    const field = target as Checked;
    // Words of our own from the last time would hide what is wrong now.
    forget(field);
    const flaw = flawOf(field, language);
    if (!flaw) return;
    field.setCustomValidity(flaw);
    spoken.add(field);
  };
  document.addEventListener('invalid', onInvalid, true);
  for (const act of ACTS) document.addEventListener(act, forgetAll, true);
  return () => {
    document.removeEventListener('invalid', onInvalid, true);
    for (const act of ACTS) document.removeEventListener(act, forgetAll, true);
    forgetAll();
  };
}
