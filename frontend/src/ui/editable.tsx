/** A form as far as one may change it. */

import type { ReactNode } from 'react';
import classes from './editable.module.css';

/** Fields to read for those who may not change them, without the buttons that would be refused. */
export function Editable({ allowed, children }: { allowed: boolean; children: ReactNode }) {
  return (
    <fieldset disabled={!allowed} className={classes.fields}>
      {children}
    </fieldset>
  );
}
