// Every suite that runs inside VS Code: they are bundled into one file.
import './platform.test.ts';
import './contributions.test.ts';
import './edit.test.ts';
import './review.test.ts';
import './files.test.ts';
import './links.test.ts';
import './context.test.ts';
import './chat.test.ts';
import './sessions.test.ts';
import './budget.test.ts';
import './network.test.ts';
