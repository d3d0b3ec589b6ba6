import '@mantine/core/styles.css';
import './fonts.css';
import './style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { takeNewerPage } from './newer-page.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
takeNewerPage(window);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
