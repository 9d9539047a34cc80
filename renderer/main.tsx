/** The page's entry: connects to main and shows the till. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app.tsx';
import { connect } from './store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
void connect();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
