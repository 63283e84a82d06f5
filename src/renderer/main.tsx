import './styles/index.css';
import '@fontsource-variable/noto-sans-sc/wght.css';
import { createRoot } from 'react-dom/client';
import { PAPER_HASH } from '../contract/paper.ts';
import { App } from './app/app.tsx';
import { startLiveFacts } from './lib/live.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('no #root in index.html');
if (location.hash === PAPER_HASH) {
  // Main has opened a window that nobody sees, for what is to be printed. Not awaited: what is loaded imports from here.
  void import('./paper/draw-paper.tsx').then(({ drawPaper }) => drawPaper(root));
} else {
  createRoot(root).render(<App facts={await startLiveFacts()} />);
}
