import { disaster as en } from '../../words/en/disaster.ts';
import { terminalLanguage } from '../../words/terminal.ts';
import { disaster as zh } from '../../words/zh-CN/disaster.ts';

/** What these commands say, in the terminal's language. */
export const disaster = terminalLanguage(process.env) === 'zh-CN' ? zh : en;
