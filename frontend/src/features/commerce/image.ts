import type { Product } from './types';

/** Where a product's picture is served; null without one. */
export function imageUrl(product: Pick<Product, 'image_key' | 'image_url'>): string | null {
  if (product.image_url) return product.image_url;
  return product.image_key ? `/media/${product.image_key}` : null;
}
