/** The mark: a lever on its fulcrum lifting a small weight. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0f7c6d" />
      <path d="M5 20.5 27 9.5" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <path d="m12.6 18.2 5 7.3H7.6z" fill="#89dccc" />
      <circle cx="25.2" cy="7" r="2.6" fill="#fbbf24" />
    </svg>
  );
}
