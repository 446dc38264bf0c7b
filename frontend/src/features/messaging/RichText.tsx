import { RichInput } from '@/ui';
import { MergeFieldMenu } from './MergeFieldMenu';
import { cleanHtml } from './tree';

/** Words of an e-mail, with merge fields among them. */
export function RichText(props: {
  label: string;
  value: string;
  onChange: (html: string) => void;
}) {
  return (
    <RichInput
      {...props}
      clean={cleanHtml}
      place="mail"
      blocks
      tools={(insert) => <MergeFieldMenu onPick={insert} />}
    />
  );
}
