import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyLanguage } from './platform/language-store.ts';
import './platform/platform.css';
import './platform/shell.css';
import './platform/parts.css';
import { applyTheme } from './platform/theme-store.ts';

applyLanguage();
applyTheme();
createRoot(document.getElementById('root')!).render(<App />);
