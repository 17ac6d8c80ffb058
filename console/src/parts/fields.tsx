import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Textarea from '@cloudscape-design/components/textarea';

interface Reason {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
  readonly description?: string;
  readonly isAsked: boolean;
  readonly isOptional?: boolean;
}

/** Why somebody does it: kept in the history, and read by whoever comes after. */
export function ReasonField({ value, onChange, label = 'Reason', description, isAsked, isOptional = false }: Reason) {
  const error = isAsked && !isOptional && value.trim() === '' ? 'Say why: it is kept in the history.' : undefined;
  return (
    <FormField label={isOptional ? `${label} – optional` : label} description={description} errorText={error} stretch>
      <Textarea
        value={value}
        rows={2}
        onChange={({ detail }) => onChange(detail.value.slice(0, 500))}
        invalid={error !== undefined}
        ariaRequired={!isOptional}
      />
    </FormField>
  );
}

interface Days {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maximum: number;
  readonly label: string;
}

export function DaysField({ value, onChange, maximum, label }: Days) {
  const error = daysIn(value, maximum) === undefined ? `A whole number from 1 to ${maximum}.` : undefined;
  return (
    <FormField label={label} constraintText={`At most ${maximum} days`} errorText={error}>
      <Input
        type="number"
        inputMode="numeric"
        value={value}
        step={1}
        onChange={({ detail }) => onChange(detail.value)}
        invalid={error !== undefined}
      />
    </FormField>
  );
}

/** The days somebody typed; undefined where they are none, or too many. */
export function daysIn(text: string, maximum: number): number | undefined {
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= maximum ? days : undefined;
}
