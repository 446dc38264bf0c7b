/** A form that follows what others save while somebody is typing in it. */

import type { UseFormReturnType } from '@mantine/form';
import { useEffect, useRef } from 'react';
import { editsOf, withEdits } from '@/kit/edits';

/**
 * Put newly known values into a form; what was typed in it stays on top. Returns how to take values
 * as they were saved, with nothing on top.
 */
export function useFollowing<T extends object>(
  form: UseFormReturnType<T>,
  known: T,
): (saved: T) => void {
  const shape = JSON.stringify(known);
  const seen = useRef(shape);
  useEffect(() => {
    if (seen.current === shape) return;
    seen.current = shape;
    const edits = editsOf(form.getInitialValues(), form.getValues());
    form.setInitialValues(known);
    form.setValues(withEdits(known, edits));
  });
  return (saved) => {
    form.setInitialValues(saved);
    form.setValues(saved);
  };
}
