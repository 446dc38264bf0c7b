/** Roles of a workspace; what each may do comes from the API as a list of permissions. */
export type Role = 'owner' | 'manager' | 'editor' | 'viewer';
