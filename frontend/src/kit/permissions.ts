/** Which buttons a role is offered. The API decides; this only avoids offering what it refuses. */

export type Role = 'owner' | 'manager' | 'editor' | 'viewer';

const ADMIN = new Set(['settings', 'member', 'apikey', 'channel', 'audit']);
const EDITOR_DELETES = new Set(['page', 'flow', 'content', 'product']);

/** Tell whether a role is offered `<noun>.<verb>`. */
export function roleAllows(role: Role, permission: string): boolean {
  if (role === 'owner' || role === 'manager') return true;
  const [noun = '', verb = ''] = permission.split('.');
  if (verb === 'view') return noun === 'settings' || noun === 'clock' || !ADMIN.has(noun);
  if (role === 'viewer' || ADMIN.has(noun)) return false;
  if (verb === 'delete') return EDITOR_DELETES.has(noun);
  return verb === 'edit' || (verb === 'publish' && noun !== 'clock');
}
