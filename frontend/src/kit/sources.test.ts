import { expect, test } from 'vitest';
import { describeSource, sourceMessages, sourceName } from './sources';

test('UTM marks are said in words, source first, whatever order they were kept in', () => {
  const marks = { utm_medium: 'paid', utm_source: 'facebook', utm_campaign: 'tet-2027' };

  expect(describeSource(marks, 'vi')).toBe('Facebook · quảng cáo · chiến dịch tet-2027');
  expect(describeSource(marks, 'en')).toBe('Facebook · ads · campaign tet-2027');
});

test('submissions keep the same marks without their prefix', () => {
  const marks = { medium: 'cpc', source: 'google', campaign: '', term: 'kem chống nắng' };

  expect(describeSource(marks, 'vi')).toBe('Google · quảng cáo · từ khoá kem chống nắng');
});

test('what is no mark of a link is left out, and one word is not said twice', () => {
  expect(describeSource({ page_id: '0198', referrer: 'https://a.vn' }, 'vi')).toBe('');
  expect(describeSource({ utm_source: 'email', utm_medium: 'email' }, 'vi')).toBe('E-mail');
});

test.each([
  ['direct', 'Trực tiếp', 'Direct'],
  ['import', 'Nhập danh sách', 'Imported list'],
  ['TikTok', 'TikTok', 'TikTok'],
  ['Báo Tuổi Trẻ', 'Báo Tuổi Trẻ', 'Báo Tuổi Trẻ'],
  ['constructor', 'constructor', 'constructor'],
])('the source %s is shown as %s and %s', (source, vi, en) => {
  expect(sourceName(source, 'vi')).toBe(vi);
  expect(sourceName(source, 'en')).toBe(en);
});

test('both languages know the same words', () => {
  expect(Object.keys(sourceMessages.en)).toEqual(Object.keys(sourceMessages.vi));
});
