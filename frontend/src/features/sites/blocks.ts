/** What can be put on a page: sections ready to fill, and single components. */

import type { TreeNode } from './types';

const node = (type: string, settings: Record<string, unknown> = {}): TreeNode => ({
  id: '',
  type,
  ...settings,
});

/** What a new consent box says: purpose, channel, frequency and the right to withdraw. */
export const CONSENT = {
  text:
    'Tôi đồng ý nhận thư giới thiệu sản phẩm và ưu đãi của cửa hàng qua e-mail, tối đa 4 thư ' +
    'mỗi tháng. Tôi có thể rút lại sự đồng ý bất cứ lúc nào bằng liên kết trong mỗi thư.',
  purpose: 'advertising',
  channels: ['email'],
};

const form = () =>
  node('form', {
    title: 'Đăng ký',
    fields: [
      { key: 'name', type: 'name', label: 'Họ và tên', required: true },
      { key: 'email', type: 'email', label: 'E-mail', required: true },
      { key: 'phone', type: 'phone', label: 'Số điện thoại' },
    ],
    consent: CONSENT,
    submit_label: 'Gửi đăng ký',
  });

const band = (name: string, ...children: TreeNode[]) => node('section', { name, children });

const column = (html: string) =>
  node('column', {
    children: [node('heading', { level: 3, html }), node('text', { html: '<p>Mô tả ngắn.</p>' })],
  });

/** New nodes by the key of the palette; ids are given when they are put in. */
export const BLOCKS: Record<'sections' | 'parts', Record<string, () => TreeNode>> = {
  sections: {
    sectionPlain: () =>
      band(
        'Nội dung',
        node('heading', { html: 'Tiêu đề' }),
        node('text', { html: '<p>Nội dung.</p>' }),
      ),
    sectionColumns: () =>
      band(
        'Ba cột',
        node('heading', { html: 'Vì sao chọn chúng tôi' }),
        node('columns', {
          template: '1-1-1',
          children: [column('Một'), column('Hai'), column('Ba')],
        }),
      ),
    sectionForm: () => band('Biểu mẫu', form()),
    sectionFaq: () =>
      band(
        'Hỏi đáp',
        node('heading', { html: 'Câu hỏi thường gặp' }),
        node('faq', { items: [{ question: 'Câu hỏi?', html: '<p>Trả lời.</p>' }] }),
      ),
    sectionCall: () =>
      node('section', {
        name: 'Kêu gọi',
        style: { background: 'primary', align: 'center', padding_y: 'lg' },
        children: [
          node('heading', { html: 'Bắt đầu hôm nay' }),
          node('button', { label: 'Đăng ký ngay', href: '#' }),
        ],
      }),
  },
  parts: {
    heading: () => node('heading', { html: 'Tiêu đề' }),
    text: () => node('text', { html: '<p>Viết nội dung ở đây.</p>' }),
    image: () => node('image'),
    button: () => node('button', { label: 'Tìm hiểu thêm', href: '#' }),
    list: () => node('list', { items: [{ html: 'Ý thứ nhất' }, { html: 'Ý thứ hai' }] }),
    columns: () =>
      node('columns', { template: '1-1', children: [column('Cột một'), column('Cột hai')] }),
    box: () => node('box', { children: [node('text', { html: '<p>Nội dung thẻ.</p>' })] }),
    form,
    product: () => node('product', { product_id: '' }),
    checkout: () => node('checkout', { product_ids: [], consent: CONSENT }),
    faq: () => node('faq', { items: [{ question: 'Câu hỏi?', html: '<p>Trả lời.</p>' }] }),
    testimonial: () =>
      node('testimonial', { html: 'Lời của khách hàng.', name: 'Tên khách', stars: 5 }),
    stat: () => node('stat', { value: '100+', label: 'khách hàng' }),
    video: () => node('video', { title: 'Xem video' }),
    countdown: () =>
      node('countdown', { until: new Date(Date.now() + 7 * 86_400_000).toISOString() }),
    spacer: () => node('spacer'),
    divider: () => node('divider'),
  },
};
