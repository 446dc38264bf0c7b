import type { Closer, Schema } from '@/api/routes';

export type Product = Schema<'ProductOut'>;
export type OrderState = 'open' | 'cancelled' | 'completed';
export type Contact = Required<Schema<'ContactSchema'>>;
export type OrderLine = Schema<'OrderLineOut'>;

export type Quote = Schema<'QuoteOut'>;
export type OrderWanted = Pick<
  Schema<'OrderIn'>,
  'contact' | 'customer_id' | 'voucher_code' | 'lines'
>;

export type Order = Closer<
  'OrderOut',
  {
    state: OrderState;
    payment_method: 'cod' | 'bank';
    payment_state: 'pending' | 'paid';
    shipping_state: 'pending' | 'delivered' | 'cancelled';
    contact: Contact;
  }
>;

export type Voucher = Closer<'VoucherOut', { kind: 'percent' | 'amount' }>;
export type VoucherCode = Closer<'VoucherCodeOut', { state: 'issued' | 'used' | 'void' }>;
