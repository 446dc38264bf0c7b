import { afterEach, expect, it } from 'vitest';
import { speakOfFields } from './validity';

let stop: () => void = () => undefined;

afterEach(() => stop());

function field(html: string): HTMLInputElement {
  document.body.innerHTML = `<form>${html}</form>`;
  return document.querySelector('input') as HTMLInputElement;
}

it('speaks the language of the app about an empty field, and no more once it is filled', () => {
  stop = speakOfFields('vi');
  const name = field('<input required />');

  expect(name.checkValidity()).toBe(false);
  expect(name.validationMessage).toBe('Hãy điền mục này.');

  name.value = 'Lan';
  name.dispatchEvent(new Event('input', { bubbles: true }));
  expect(name.checkValidity()).toBe(true);
});

it('says what is wrong now, not what was wrong before', () => {
  stop = speakOfFields('en');
  const email = field('<input required type="email" />');
  email.checkValidity();

  email.value = 'lan';
  expect(email.checkValidity()).toBe(false);
  expect(email.validationMessage).toContain('e-mail');
});

it('lets a field go whose value a program has mended', () => {
  stop = speakOfFields('vi');
  const name = field('<input required />');
  name.checkValidity();
  name.value = 'Lan';

  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));

  expect(name.checkValidity()).toBe(true);
});
