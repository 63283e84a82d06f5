/** `npm run -s lockdesk -- …`: the administrator's command, from its sources. */
import '../src/cli/index.ts';
