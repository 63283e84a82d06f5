import type { AxiosRequestConfig } from 'axios';
import { type Operation, pathParameters } from '../contract/operation.ts';

/**
 * Where a call goes and what it carries. Fields named in the path go there and nowhere else; the rest is the query of a
 * GET (lists as repeated names) and the body of a POST.
 */
export function requestOf(
  { method, path }: Pick<Operation, 'method' | 'path'>,
  input: Record<string, unknown>,
): AxiosRequestConfig {
  const names = pathParameters(path);
  const rest = Object.entries(input).filter(([name, value]) => !names.includes(name) && value !== undefined);
  const url = names.reduce((url, name) => url.replace(`{${name}}`, encodeURIComponent(String(input[name]))), path);
  if (method === 'GET') return { method, url, params: queryOf(rest) };
  return { method, url, data: Object.fromEntries(rest) };
}

function queryOf(fields: [string, unknown][]): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item));
  }
  return query;
}
