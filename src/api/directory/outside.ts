import type { Running, Services } from '../services.ts';
import type { ConfiguredDirectory } from './configured.ts';
import { KeycloakClient, secretFromFile } from './keycloak/client.ts';
import { KeycloakDirectory } from './keycloak/directory.ts';
import { startDirectoryWorker } from './worker.ts';

/** Works on every directory outside that is configured. Each is by itself: one that is slow holds up no other. */
export function startDirectoryWorkers(services: Services): Running {
  const stopping = new AbortController();
  const running = services.directories.map((directory) =>
    startDirectoryWorker(services, open(directory, services, stopping.signal)),
  );
  return {
    stop: async () => {
      // Whatever is on its way is given up: its order is settled by the next who works on it.
      stopping.abort();
      await Promise.all(running.map((worker) => worker.stop()));
    },
  };
}

function open(directory: ConfiguredDirectory, { outside }: Services, signal: AbortSignal): KeycloakDirectory {
  const { name, url, realm, client_id: clientId, secret_file: file, people } = directory;
  const place = { url, realm, clientId, secret: secretFromFile(file) };
  const client = () => new KeycloakClient(place, outside, signal);
  return new KeycloakDirectory(name, { acts: client(), following: client() }, people);
}
