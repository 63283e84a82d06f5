import type { cli as zh } from '../zh-CN/cli.ts';

export const cli: typeof zh = {
  usage: `Usage:
  lockdesk import-attempts FILE [--api URL] [--token-file F]
  lockdesk import-accounts FILE [--api URL] [--token-file F]

  FILE           CSV (first line: column names) or NDJSON (a JSON object a line), UTF-8; columns are the API's fields
  --api URL      address of the Account API; else LOCKDESK_API, else http://127.0.0.1:7100
  --token-file F file with an access token of the role directory, read again when it has expired; else LOCKDESK_TOKEN

  Refused lines go to FILE.refused with line number and reason. After an interruption the same command goes on; the same
  file again changes nothing.
  Exit codes: 0 all taken, 3 finished but some lines were refused, 1 not finished, 2 wrong usage`,
  problem: {
    node_too_old: 'lockdesk needs Node {{least}} or newer; this one is {{here}}. Install Node {{least}} and try again.',
    no_token: 'No access token: name a file with --token-file, or set LOCKDESK_TOKEN.',
    token_unreadable: 'The token file {{file}} cannot be read ({{code}}).',
    file_unreadable: 'The file {{file}} cannot be read ({{code}}).',
    not_writable: 'Cannot write {{file}} ({{code}}).',
    empty_file: 'The file {{file}} is empty.',
    unknown_columns: 'The first line names columns that the API does not have: {{columns}}. It has: {{known}}.',
    missing_columns: 'The first line lacks columns that are required: {{columns}}.',
    gave_up: 'Not finished, stopped at line {{line}}. {{why}} The same command goes on from there.',
    interrupted: 'Interrupted at line {{line}}. The same command goes on from there.',
  },
  resuming: 'Going on from line {{line}}.',
  progress: '{bar} {percentage}%  {lines} lines, {refused} refused  {eta_formatted} left',
  done: {
    lines: '{{lines}} lines (empty ones not counted).',
    created: '{{count}} created',
    updated: '{{count}} updated',
    unchanged: '{{count}} unchanged',
    older: '{{count}} older than what is known',
    recorded: '{{count}} recorded',
    duplicate: '{{count}} known already',
    refused: '{{count}} refused, see {{file}}',
  },
  refused: {
    not_utf8: 'not UTF-8 text',
    line_too_long: 'line too long',
    not_json: 'not a JSON object',
    broken_csv: 'wrong number of columns, or an unpaired quote',
    request_refused: 'the API refused this line',
    unrecognized_keys: 'no such field in the API',
    invalid_type: 'missing, or of the wrong type',
    invalid_value: 'not one of the allowed values',
    invalid_format: 'wrong format',
    invalid_union: 'wrong format',
    too_big: 'too long (at most {{limit}})',
    too_small: 'too short (at least {{limit}})',
    unprintable: 'has invisible control characters',
    in_future: 'lies in the future',
    too_old: 'too long ago, beyond what is kept',
    check_digit: 'wrong check digit',
    other: 'not as required ({{code}})',
  },
};
