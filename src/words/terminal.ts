/** The language of a terminal, by the POSIX order of precedence (IEEE Std 1003.1, 8.2). */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>>): 'zh-CN' | 'en' {
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').startsWith('zh') ? 'zh-CN' : 'en';
}
