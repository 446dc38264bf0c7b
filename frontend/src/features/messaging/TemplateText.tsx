import { Mark } from '@mantine/core';
import { piecesOf, useMergeFields } from './mergeFields';

/** A template's line as people read it: each field by its name, not by its tag. */
export function TemplateText({ children }: { children: string }) {
  const fields = useMergeFields();
  const pieces = piecesOf(children);
  return pieces.map((piece, place) =>
    'text' in piece ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity than their place
      <Mark key={place} color="teal.1" px={4} style={{ borderRadius: 4 }}>
        {fields.data?.find(({ name }) => name === piece.field)?.label ?? piece.field}
      </Mark>
    ),
  );
}
