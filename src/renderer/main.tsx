import './styles/index.css';
import '@fontsource-variable/noto-sans-sc/wght.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startLiveFacts } from './lib/live.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('no #root in index.html');
createRoot(root).render(<App facts={await startLiveFacts()} />);
