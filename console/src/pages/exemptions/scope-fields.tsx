import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { Scope } from '../../../../functions/domain/exemption.ts';
import { useControls } from '../../api/queries.ts';
import type { Written } from './scope.ts';

export type Kind = Scope['kind'];

const kinds: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'resource', label: 'One resource' },
  { value: 'tag', label: 'Everything with a tag' },
  { value: 'account', label: 'An account' },
  { value: 'ou', label: 'An organizational unit' },
];

export function KindField({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  return (
    <FormField label="What is left alone">
      <Select
        options={kinds}
        selectedOption={kinds.find(({ value }) => value === kind) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value as Kind)}
      />
    </FormField>
  );
}

interface ControlProps {
  readonly value: string;
  readonly onChange: (control: string) => void;
  readonly isAsked: boolean;
}

export function ControlField({ value, onChange, isAsked }: ControlProps) {
  const { data = [] } = useControls();
  const options = [
    { value: '*', label: 'All controls' },
    ...data.map(({ id, title }) => ({ value: id, label: id, description: title })),
  ];
  return (
    <FormField label="Control" errorText={isAsked && value === '' ? 'Say for which control.' : undefined}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        filteringType="auto"
        placeholder="Choose one"
      />
    </FormField>
  );
}

interface ScopeProps {
  readonly kind: Kind;
  readonly written: Written;
  readonly onChange: (written: Written) => void;
  readonly isAsked: boolean;
  readonly isFixed: boolean;
}

const asked: Readonly<
  Record<
    Kind,
    readonly {
      readonly field: keyof Written;
      readonly label: string;
      readonly like: string;
      readonly mayLack?: boolean;
    }[]
  >
> = {
  resource: [
    { field: 'arn', label: 'ARN', like: 'arn:aws:s3:::press-kit' },
    { field: 'account', label: 'Account', like: '111122223333' },
    { field: 'region', label: 'Region', like: 'eu-central-1' },
  ],
  tag: [
    { field: 'key', label: 'Tag', like: 'purpose' },
    { field: 'value', label: 'Value', like: 'pentest', mayLack: true },
  ],
  account: [{ field: 'account', label: 'Account', like: '111122223333' }],
  ou: [{ field: 'ou', label: 'Organizational unit', like: 'ou-abcd-12345678' }],
};

export function ScopeFields({ kind, written, onChange, isAsked, isFixed }: ScopeProps) {
  if (isFixed) return <Box className="wrap">{written.arn}</Box>;
  return (
    <ColumnLayout columns={asked[kind].length > 2 ? 1 : asked[kind].length}>
      {asked[kind].map(({ field, label, like, mayLack }) => (
        <FormField
          key={field}
          label={label}
          errorText={isAsked && !mayLack && written[field] === '' ? 'This is lacking.' : undefined}
        >
          <Input
            value={written[field]}
            placeholder={like}
            onChange={({ detail }) => onChange({ ...written, [field]: detail.value.trim() })}
          />
        </FormField>
      ))}
    </ColumnLayout>
  );
}
