/** The place of the page inside the frame. */

import { Container } from '@mantine/core';
import { Outlet, useRouterState } from '@tanstack/react-router';

/**
 * The page with room around it, or filling the window.
 *
 * One container for both, and the page that is shown rather than the one that is asked for: an
 * editor being left must not be set up anew while the next page loads.
 */
export function Content() {
  const bare = useRouterState({
    select: ({ matches }) => matches.at(-1)?.staticData.bare ?? false,
  });
  return (
    <Container
      fluid={bare}
      size={1240}
      px={bare ? 0 : { base: 'sm', sm: 'lg' }}
      pt={bare ? 0 : { base: 'md', sm: 'lg' }}
      // Below the last button there is room for a notice.
      pb={bare ? 0 : 96}
    >
      <Outlet />
    </Container>
  );
}
