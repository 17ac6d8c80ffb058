/** A variable that looks like it holds a secret. Its value is never part of this: it goes into states, logs and mails. */
export interface Suspect {
  readonly key: string;
  /** What gives it away, `its name` or what its value has the form of. */
  readonly by: string;
}

/** The variables of an environment that look like secrets, by their names and by forms of values that are known. */
export async function suspectsIn(
  variables: Readonly<Record<string, string>>,
  harmless: readonly string[],
): Promise<Suspect[]> {
  const found: Suspect[] = [];
  for (const [key, value] of Object.entries(variables).toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const by = harmless.includes(key) ? undefined : ((await formOf(key, value)) ?? nameGivingAway(key, value));
    if (by !== undefined) {
      found.push({ key, by });
    }
  }
  return found;
}

const secret =
  /(^|_)(pass(word|wd|phrase|code)?s?|secrets?|tokens?|credentials?|(api|access|private|secret|signing|encryption|license|account|storage)_?keys?|connection_?string|client_?secret|webhook_?secret)(_?(value|plain(text)?|string|json|b(ase)?64|\d+))?$/;

/** `TOKEN_URL`, `SECRET_ARN` and `PASSWORD_LENGTH` do not end like the name of a secret. */
function nameGivingAway(key: string, value: string): string | undefined {
  const spelled = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const isNamed = secret.test(spelled) || /._(pwd|pw)$/.test(spelled);
  return isNamed && !isReference(value) ? 'its name' : undefined;
}

/** What only says where the secret is, is encrypted, or can be none. */
const references: readonly RegExp[] = [
  /^\s*$/,
  /^(true|false|yes|no|none|null|on|off|\d{1,5})$/i,
  /^arn:aws[a-z-]*:/,
  /^\{\{resolve:/,
  /^(ssm|secretsmanager|vault|op):/i,
  // A key that KMS keeps.
  /^alias\/[\w/-]+$/,
  // The name of a parameter, or a path of a file.
  /^(\/[\w.-]+)+\/?$/,
  // An address that names no user.
  /^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i,
  // What KMS encrypted, as the Lambda console puts it there.
  /^AQICA[A-Za-z0-9+/]{100,}={0,2}$/,
];

function isReference(value: string): boolean {
  return references.some((form) => form.test(value));
}

const named = 'secretlint-rule-';

/** secretlint’s recommended rules know the forms of keys and tokens of many services. Loaded when first needed: it is large. */
async function formOf(key: string, value: string): Promise<string | undefined> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const { messages } = await lintSource({
    source: { content: `${key}="${value}"\n`, filePath: 'environment', ext: '', contentType: 'text' },
    options: {
      maskSecrets: true,
      config: {
        rules: [
          {
            id: '@secretlint/secretlint-rule-preset-recommend',
            rule: creator,
            rules: [{ id: '@secretlint/secretlint-rule-aws', options: { enableIDScanRule: true } }],
          },
        ],
      },
    },
  });
  const [rule] = messages.map(({ ruleId }) => ruleId.slice(ruleId.lastIndexOf(named) + named.length));
  return rule && `the form of its value, ${rule.replaceAll('-', ' ')}`;
}
