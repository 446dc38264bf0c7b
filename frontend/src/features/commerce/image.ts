import { useWorkspace } from '@/kit/workspace';

/** Where a product's picture is served; null without one. */
export function useImageUrl(): (key: string) => string | null {
  const { media_url } = useWorkspace();
  return (key) => (key && media_url ? media_url + key : null);
}
