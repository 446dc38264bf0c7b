/** Telling people what happened, and asking before what cannot be taken back. */

import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { errorText, formErrors } from '@/api/problem';
import { useLanguage } from '@/kit/i18n';
import { useFocusKept } from './focus';
import { useUi } from './messages';

/** Say briefly that something worked. */
export function tellDone(message: ReactNode): void {
  notifications.show({ color: 'teal', message });
}

export interface Question {
  title: string;
  body: ReactNode;
  action: string;
  danger?: boolean;
  onConfirm: () => void;
}

/** A question's body: words alone stand as a paragraph. */
export function asBody(body: ReactNode): ReactNode {
  return typeof body === 'string' ? <Text size="sm">{body}</Text> : body;
}

/** Ask before a step with consequences. */
export function useConfirm() {
  const t = useUi();
  return (question: Question) =>
    modals.openConfirmModal({
      title: question.title,
      children: asBody(question.body),
      labels: { confirm: question.action, cancel: t('cancel') },
      closeButtonProps: { 'aria-label': t('close') },
      // Enter pressed once too often takes nothing away.
      cancelProps: { 'data-autofocus': true },
      confirmProps: { color: question.danger ? 'red' : 'teal' },
      onConfirm: question.onConfirm,
    });
}

interface WriteOptions<V, R> {
  run: (input: V) => Promise<R>;
  /** Query keys (as made by `useWorkspace().key`) to refresh. */
  refresh?: QueryKey[];
  done?: string | ((result: R) => string | null);
  onDone?: (result: R, input: V) => void;
  /** Return true when the error was shown in place (form fields). */
  onError?: (error: unknown) => boolean;
}

/** What a failed write says of its form's fields: `onError` for useWrite, true where some is named. */
export function useFieldErrors() {
  const [errors, setErrors] = useState<Record<string, string>>({});
  const onError = (error: unknown) => {
    const found = formErrors(error);
    setErrors(found);
    return Object.keys(found).length > 0;
  };
  return { errors, setErrors, onError };
}

/** Whether two inputs ask for the same: equal words and figures, or the very same thing. */
function alike(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  return isPlain(one) && isPlain(other) && JSON.stringify(one) === JSON.stringify(other);
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/**
 * A write: refreshes what it touched, tells the result, tells a failure unless shown in place.
 *
 * Asked for the same again while at it (the second click of a double click comes before a button
 * can be shown at work), it does it once.
 */
export function useWrite<V, R = unknown>(options: WriteOptions<V, R>) {
  const client = useQueryClient();
  const { language } = useLanguage();
  const stood = useRef<Element | null>(null);
  const running = useRef<V[]>([]);
  const mutation = useMutation<R, unknown, V>({
    mutationFn: options.run,
    onMutate: () => {
      stood.current = document.activeElement;
    },
    onSuccess: async (result, input) => {
      const message = typeof options.done === 'function' ? options.done(result) : options.done;
      if (message) tellDone(message);
      await Promise.all(
        (options.refresh ?? []).map((queryKey) => client.invalidateQueries({ queryKey })),
      );
      options.onDone?.(result, input);
    },
    onError: (error) => {
      if (options.onError?.(error)) return;
      notifications.show({ color: 'red', message: errorText(error, language), autoClose: 8000 });
    },
    onSettled: (_result, _error, input) => {
      running.current = running.current.filter((one) => one !== input);
    },
  });
  useFocusKept(stood, mutation.isPending);
  const { mutate: start } = mutation;
  const mutate = useCallback<typeof start>(
    (...[input, ...rest]) => {
      if (running.current.some((one) => alike(one, input))) return;
      running.current.push(input as V);
      start(input as V, ...rest);
    },
    [start],
  );
  return { ...mutation, mutate };
}
