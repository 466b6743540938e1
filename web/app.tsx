import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from './platform/data.ts';
import type { PageDefinition } from './platform/pages.ts';
import { routerOf } from './platform/routing.tsx';
import { SessionProvider } from './platform/session.tsx';
import { ThemeProvider } from './platform/theme.tsx';

const registered = import.meta.glob<{ pages: PageDefinition[] }>(['./*/pages.ts', '!./platform/pages.ts'], {
  eager: true,
});
const pages = Object.values(registered).flatMap((module) => module.pages);
const router = routerOf(pages);

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>
        <SessionProvider>
          <RouterProvider router={router} />
        </SessionProvider>
      </ThemeProvider>
    </QueryClientProvider>
  );
}
