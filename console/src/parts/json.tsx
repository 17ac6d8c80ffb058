import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { readable } from '../../../functions/question/diff.ts';

/** Data as it was recorded, to read and to copy. */
export function Json({ value, label }: { value: unknown; label: string }) {
  const text = readable(value);
  return (
    <div className="json">
      <div className="copy">
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel={`Copy ${label}`}
          copySuccessText="Copied"
          copyErrorText="It could not be copied"
          textToCopy={text}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard has to reach it. */}
      <section className="code" tabIndex={0} aria-label={label}>
        {text}
      </section>
    </div>
  );
}
