import { IconPackage, IconShoppingCart, IconTicket } from '@tabler/icons-react';
import type { Contribution } from '@/kit/contrib';
import { auditDetails } from './audit';
import { messages } from './messages';
import { NewOrderToast } from './NewOrderToast';
import { narrators } from './narrators';
import { PurchasesCard } from './PurchasesCard';
import { ProductPicker, useVoucherNames, VoucherPicker } from './pickers';

export const contribution: Contribution = {
  feature: 'commerce',
  messages,
  navigation: [
    {
      stage: 'digitize',
      order: 20,
      to: '/orders',
      label: { vi: 'Đơn hàng', en: 'Orders' },
      icon: IconShoppingCart,
      permission: 'order.view',
    },
    {
      stage: 'digitize',
      order: 30,
      to: '/products',
      label: { vi: 'Sản phẩm', en: 'Products' },
      icon: IconPackage,
      permission: 'product.view',
    },
    {
      stage: 'attract',
      order: 30,
      to: '/vouchers',
      label: { vi: 'Mã ưu đãi', en: 'Vouchers' },
      icon: IconTicket,
      permission: 'voucher.view',
    },
  ],
  routes: [
    { path: 'orders', load: () => import('./OrdersPage') },
    { path: 'products', load: () => import('./ProductsPage') },
    { path: 'products/$productId', load: () => import('./ProductPage') },
    { path: 'vouchers', load: () => import('./VouchersPage') },
    { path: 'vouchers/$voucherId', load: () => import('./VoucherPage') },
  ],
  narrators,
  itemPaths: {
    product: (id) => `/products/${id}`,
    voucher: (id) => `/vouchers/${id}`,
    order: (id) => `/orders?order=${id}`,
  },
  auditDetails,
  refreshes: {
    'order.*': ['orders', 'products', 'timeline'],
    'stock.*': ['products'],
    'voucher.*': ['vouchers', 'timeline'],
  },
  useNames: useVoucherNames,
  pickers: { product: ProductPicker, voucher: VoucherPicker },
  profileCards: [{ key: 'purchases', order: 10, permission: 'order.view', Card: PurchasesCard }],
  ambient: NewOrderToast,
};
