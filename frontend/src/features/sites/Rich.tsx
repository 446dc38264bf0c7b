import { RichInput } from '@/ui';
import { cleanRich } from './tree';

const cleanInline = (html: string) => cleanRich(html, false);
const cleanBlocks = (html: string) => cleanRich(html, true);

/** Words with the little formatting that a page allows. */
export function Rich(props: {
  label: string;
  value: string;
  blocks: boolean;
  onChange: (html: string) => void;
}) {
  return <RichInput {...props} clean={props.blocks ? cleanBlocks : cleanInline} place="page" />;
}
