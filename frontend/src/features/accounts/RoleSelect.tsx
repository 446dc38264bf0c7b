import { Select } from '@mantine/core';
import { useT } from './messages';

export const GIVEN_ROLES = ['manager', 'editor', 'viewer'] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

export function RoleSelect(props: { value: GivenRole; onChange: (role: GivenRole) => void }) {
  const t = useT();
  return (
    <Select
      label={t('role')}
      description={t(`roleHint_${props.value}`)}
      data={GIVEN_ROLES.map((role) => ({ value: role, label: t(`role_${role}`) }))}
      value={props.value}
      allowDeselect={false}
      onChange={(role) => role && props.onChange(role as GivenRole)}
    />
  );
}
