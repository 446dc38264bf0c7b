export interface Product {
  id: string;
  name: string;
  slug: string;
  sku: string;
  price: number;
  compare_price: number | null;
  stock: number | null;
  image_key: string;
  description: string;
  active: boolean;
  created_at: string;
  updated_at: string;
}

export type OrderState = 'open' | 'cancelled' | 'completed';

export interface Contact {
  name: string;
  phone: string;
  email: string;
  address: string;
}

export interface OrderLine {
  product_id: string;
  name: string;
  sku: string;
  price: number;
  quantity: number;
  total: number;
}

export interface Order {
  id: string;
  number: string;
  customer_id: string;
  state: OrderState;
  payment_method: 'cod' | 'bank';
  payment_state: 'pending' | 'paid';
  shipping_state: 'pending' | 'delivered' | 'cancelled';
  subtotal: number;
  discount: number;
  shipping_fee: number;
  total: number;
  voucher_code: string;
  contact: Contact;
  note: string;
  source: Record<string, string>;
  page_id: string | null;
  placed_at: string;
  lines?: OrderLine[];
}

export interface Voucher {
  id: string;
  name: string;
  kind: 'percent' | 'amount';
  value: number;
  min_total: number;
  starts_at: string | null;
  ends_at: string | null;
  valid_days: number | null;
  prefix: string;
  limit: number | null;
  active: boolean;
  issued: number;
  used: number;
}

export interface VoucherCode {
  id: string;
  code: string;
  customer_id: string | null;
  state: 'issued' | 'used' | 'void';
  order_id: string | null;
  issued_at: string;
  expires_at: string | null;
}
