import '@cloudscape-design/global-styles/index.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyLook } from './shell/look.ts';

applyLook();
const place = document.getElementById('page');
if (place !== null) createRoot(place).render(<App />);
