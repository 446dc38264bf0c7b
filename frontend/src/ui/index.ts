export * from './dialog';
export * from './feedback';
export * from './inputs';
export * from './list';
export * from './messages';
export * from './navigation';
export * from './page';
export * from './states';
