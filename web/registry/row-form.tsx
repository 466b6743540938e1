import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { type FieldValue, type Referred, type RegistryRow, registryContracts } from '#contracts/registry.ts';
import type { Field, Resource } from '#contracts/registry-resources.ts';
import { rightsOn } from '#contracts/registry-rights.ts';
import { type ApiProblem, call } from '../platform/client.ts';
import { useAct } from '../platform/data.ts';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { useUser } from '../platform/session.tsx';
import { nameOf, titleOf } from './columns.tsx';
import { FieldControl } from './field-control.tsx';

const words = {
  add: ['新增{what}', 'Add {what}'],
  edit: ['修改“{name}”', 'Change “{name}”'],
  save: ['保存', 'Save'],
  cancel: ['取消', 'Cancel'],
  latest: ['载入最新内容（您的改动保留）', 'Load the latest (your changes stay)'],
  required: ['请填写', 'Fill this in'],
} as const;

interface Props {
  resource: Resource;
  /** null: a new one */
  row: RegistryRow | null;
  /** values a new row begins with */
  preset: Record<string, FieldValue>;
  onClose: () => void;
  onSaved: (row: RegistryRow) => void;
}

export function RowForm(props: Props) {
  const { language } = useLanguage();
  const text = useText(words);
  const { resource, row } = props;
  const title = row === null ? text('add', { what: resource.one }) : text('edit', { name: nameOf(row, language) });
  return (
    <Dialog open title={title} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  );
}

type Values = Record<string, FieldValue>;

function Form({ resource, row, preset, onClose, onSaved }: Props) {
  const { language } = useLanguage();
  const text = useText(words);
  const rights = rightsOn(resource, useUser().role);
  const fields = resource.fields.filter((field) =>
    row === null
      ? field.derived !== true
      : rights.fields.includes(field.name) && field.key !== true && field.fixed !== true,
  );
  // Only what was touched is sent, so a colleague's edit of another field is not undone.
  const [touched, setTouched] = useState<Values>(row === null ? presetOf(fields, preset) : {});
  const [unread, setUnread] = useState<Record<string, string>>({});
  const [chosen, setChosen] = useState<Record<string, Referred[]>>({});
  const [base, setBase] = useState(row);
  const [tried, setTried] = useState(false);
  const contracts = registryContracts[resource.name];
  const saved = {
    onDone: (answer: { row: RegistryRow }) => {
      notify(['已保存', 'Saved']);
      onSaved(answer.row);
    },
  };
  const add = useAct(contracts.add, saved);
  const edit = useAct(contracts.edit, saved);
  const problem = row === null ? add.problem : edit.problem;
  const values: Values = { ...base?.values, ...touched };
  const refers = { ...base?.refers, ...chosen };

  const missing = (field: Field) => field.optional !== true && isEmpty(values[field.name]);
  const wrongWith = (field: Field): string | undefined =>
    unread[field.name] ??
    (tried && missing(field) ? text('required') : undefined) ??
    inLanguage(fieldProblem(problem, `values.${field.name}`) ?? fieldProblem(problem, field.name), problem, language);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (fields.some((field) => missing(field) || unread[field.name] !== undefined)) return;
    if (base === null) void add.run({ body: complete(fields, values) });
    else void edit.run({ params: { key: base.key }, body: { revision: base.revision, values: touched } });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        {fields.map((field) => (
          <FormField
            key={field.name}
            label={titleOf(field, language)}
            problem={wrongWith(field)}
            optional={field.optional === true}
          >
            {(attributes) => (
              <FieldControl
                attributes={attributes}
                field={field}
                value={values[field.name] ?? null}
                row={{ values, refers }}
                onChange={(value, wrong) => {
                  setTouched((before) => ({ ...before, [field.name]: value }));
                  setUnread(({ [field.name]: _, ...rest }) =>
                    wrong === null ? rest : { ...rest, [field.name]: wrong },
                  );
                }}
                onReferred={(referred) => setChosen((before) => ({ ...before, [field.name]: referred }))}
              />
            )}
          </FormField>
        ))}
      </Fields>
      <ProblemView problem={problem} besideFields={(problem?.errors.length ?? 0) > 0} />
      {problem?.code === 'changed-meanwhile' && <Latest resource={resource} row={base} onLoaded={setBase} />}
      <FormActions>
        <Button type="primary" htmlType="submit" loading={add.running || edit.running}>
          {text('save')}
        </Button>
        <Button onClick={onClose}>{text('cancel')}</Button>
      </FormActions>
    </form>
  );
}

const isEmpty = (value: FieldValue | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** A line's energy is usually told for one of its unit. */
function presetOf(fields: Field[], preset: Values): Values {
  const hasEnergy = fields.some((field) => field.name === 'energyUnit');
  return hasEnergy ? { energyUnit: '1', ...preset } : preset;
}

function complete(fields: Field[], values: Values): Values {
  const body: Values = {};
  for (const { name, optional } of fields)
    if (!(optional === true && isEmpty(values[name]))) body[name] = values[name] ?? null;
  return body;
}

/** Field messages of the API stand in both languages, 'zh · en'. */
function inLanguage(
  message: string | undefined,
  problem: ApiProblem | null,
  language: 'zh' | 'en',
): string | undefined {
  if (message === undefined) return undefined;
  if (problem?.code.startsWith('registry.') === true) return problem.words[language];
  const [zh, en] = message.split(' · ');
  return language === 'zh' ? zh : (en ?? zh);
}

/** Someone saved before: takes their row, keeps what was typed here. */
function Latest(props: { resource: Resource; row: RegistryRow | null; onLoaded: (row: RegistryRow) => void }) {
  const text = useText(words);
  const [loading, setLoading] = useState(false);
  const load = async () => {
    setLoading(true);
    try {
      const key = props.row?.key ?? '';
      props.onLoaded((await call(registryContracts[props.resource.name].read, { params: { key } })).row);
    } finally {
      setLoading(false);
    }
  };
  return (
    <Button loading={loading} onClick={() => void load()}>
      {text('latest')}
    </Button>
  );
}
