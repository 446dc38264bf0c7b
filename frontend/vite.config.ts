import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const app = process.env.DONBAY_APP_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: { outDir: 'dist', sourcemap: false, chunkSizeWarningLimit: 1200, assetsInlineLimit: 0 },
  server: {
    allowedHosts: ['.localhost'],
    proxy: { '/api': app, '/_allauth': app, '/media': app },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
