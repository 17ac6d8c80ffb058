import type { OpenView, Workspace } from '../workspace.ts';
import { Blocks } from './blocks.tsx';

/** What somebody has open, as a form. */
export function ModalForm({ view, workspace }: { view: OpenView; workspace: Workspace }) {
  const { modal, errors, entered, person, id } = view;
  const trouble = workspace.troubles.find((one) => one.viewId === id && one.person === person);
  return (
    <div role="dialog" aria-labelledby={`${id}-title`} class="modal">
      <h2 id={`${id}-title`}>{modal.title.text}</h2>
      <form method="post" action="/submit" novalidate>
        <input type="hidden" name="as" value={person} />
        <input type="hidden" name="view_id" value={id} />
        {/* Enter in a field takes the first button of a form: it has to be the one that submits. */}
        {modal.submit ? <button type="submit" hidden /> : null}
        {trouble ? (
          <p class="wrong" role="alert">
            {trouble.says}
          </p>
        ) : null}
        {Object.keys(errors).length > 0 ? (
          <p class="wrong" role="alert">
            Something is not right yet: see below.
          </p>
        ) : null}
        <Blocks surface={{ id, blocks: modal.blocks, known: workspace, entered, errors }} />
        <div class="actions">
          {modal.submit ? (
            <button type="submit" class="primary" id={`${id}-submit`}>
              {modal.submit.text}
            </button>
          ) : null}
          <button type="submit" formaction="/close" formnovalidate id={`${id}-close`}>
            {modal.close?.text ?? 'Close'}
          </button>
        </div>
      </form>
    </div>
  );
}
