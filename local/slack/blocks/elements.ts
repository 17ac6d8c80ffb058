import * as z from 'zod';
import { anyText, Id, plainText } from './text.ts';

/** The limits are those that the pages under https://docs.slack.dev/reference/block-kit give. */
const Confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});
export type Confirm = z.infer<typeof Confirm>;

/** Slack's pages give 75 and 150 for the value; what keeps to the smaller one is right either way. */
const optionWith = <T extends z.ZodType>(text: T) =>
  z.strictObject({ text, value: z.string().max(75), description: text.optional() });

const MenuOption = optionWith(plainText(75));
const ListOption = optionWith(anyText(75));
export type Option = z.infer<typeof ListOption>;

const common = { action_id: Id, confirm: Confirm.optional(), focus_on_load: z.boolean().optional() };
const placeholder = plainText(150).optional();

const Button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: Id,
  url: z.string().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: Confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});
export type Button = z.infer<typeof Button>;

const StaticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...common,
  placeholder,
  options: z.array(MenuOption).min(1).max(100),
  initial_option: MenuOption.optional(),
});

const RadioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...common,
  options: z.array(ListOption).min(1).max(10),
  initial_option: ListOption.optional(),
});

const Checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...common,
  options: z.array(ListOption).min(1).max(10),
  initial_options: z.array(ListOption).min(1).optional(),
});

const DatePicker = z.strictObject({
  type: z.literal('datepicker'),
  ...common,
  placeholder,
  initial_date: z.iso.date().optional(),
});

const dispatched = {
  dispatch_action_config: z.strictObject({ trigger_actions_on: z.array(z.string()).min(1) }).optional(),
};

const PlainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: Id,
  ...dispatched,
  focus_on_load: z.boolean().optional(),
  placeholder,
  initial_value: z.string().optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
});

const NumberInput = z.strictObject({
  type: z.literal('number_input'),
  action_id: Id,
  ...dispatched,
  focus_on_load: z.boolean().optional(),
  placeholder,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

export const Image = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().max(3000),
  alt_text: z.string().min(1).max(2000),
});

/** What stands in an `actions` block or beside a section. */
export const Clickable = z.discriminatedUnion('type', [Button, StaticSelect, RadioButtons, Checkboxes, DatePicker]);
export type Clickable = z.infer<typeof Clickable>;

/** What an `input` block asks for. */
export const Input = z.discriminatedUnion('type', [
  PlainTextInput,
  NumberInput,
  StaticSelect,
  RadioButtons,
  Checkboxes,
  DatePicker,
]);
export type Input = z.infer<typeof Input>;
