import { htmlAnswer } from './answers.ts';
import { escapeHtml, htmlPage } from './html.ts';
import type { SimulatorResponse } from './simulator.ts';

export interface IndexedSystem {
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

/** `/`: what is here, in words. */
export const indexPage = (systems: readonly IndexedSystem[]): SimulatorResponse =>
  htmlAnswer(
    200,
    htmlPage(
      'Sandbox',
      `<p>Simulators of the systems around Conveyor. They remember across restarts, and nothing here leaves this machine` +
        ` unless a webhook target is set.</p><ul>${systems
          .map(
            ({ path, title, text }) =>
              `<li><a href="${path}"><b>${escapeHtml(title)}</b></a><br><small>${escapeHtml(text)}</small></li>`,
          )
          .join('')}</ul><h2>For tests and curious people</h2><ul>` +
        `<li><a href="/_log">/_log</a>: every call, with counts</li>` +
        `<li><a href="/_faults">/_faults</a>: faults in force; POST a rule, DELETE to clear</li>` +
        `<li><a href="/cartona/_control/summary">/cartona/_control/…</a>: what retailers and Cartona do</li>` +
        `<li><a href="/pos/_control/summary">/pos/_control/…</a>: what shops do at their points of sale</li>` +
        `<li><a href="/ysell/_control/summary">/ysell/_control/…</a>: what the prep centre does</li>` +
        `<li><a href="/opal/_control/summary">/opal/_control/…</a>: what the courier does</li>` +
        `<li><code>POST /_reset</code>: forgets everything</li></ul>`,
    ),
  );
