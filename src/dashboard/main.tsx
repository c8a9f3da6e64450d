import { setReaderLanguages } from './format.ts';
import './mantine.css';
import './theme.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './router.tsx';
import { colorSchemeManager, theme } from './theme.ts';

const root = document.getElementById('root');
setReaderLanguages(navigator.languages);
if (!root) throw new Error('index.html lacks its #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={router.options.context.client}>
      <MantineProvider theme={theme} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
        <Notifications position="bottom-center" zIndex={400} limit={4} />
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);
