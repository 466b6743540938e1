import { FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { Panel } from '../platform/page.tsx';
import type { Edit } from './edit.ts';
import { TextArea } from './text-area.tsx';

const words = {
  title: ['公文要素', 'Of the official document'],
  addresseeZh: ['主送机关（中文）', 'Addressee in Chinese'],
  addresseeEn: ['主送机关（英文）', 'Addressee in English'],
  signerZh: ['发文机关和落款（中文）', 'Issuing body in Chinese'],
  signerEn: ['发文机关和落款（英文）', 'Issuing body in English'],
} as const;

const fields = [
  ['addresseeZh', 300],
  ['addresseeEn', 300],
  ['signerZh', 60],
  ['signerEn', 120],
] as const;

/** Whom it goes to and who signs, in both languages. */
export function FramePanel({ edit, onEdit, mayEdit }: { edit: Edit; onEdit: (edit: Edit) => void; mayEdit: boolean }) {
  const text = useText(words);
  return (
    <Panel title={text('title')}>
      {fields.map(([name, longest]) => (
        <FormField key={name} label={text(name)}>
          {(field) => (
            <TextArea
              field={field}
              readOnly={!mayEdit}
              maxLength={longest}
              value={edit[name]}
              onChange={(value) => onEdit({ ...edit, [name]: value.replaceAll('\n', ' ') })}
            />
          )}
        </FormField>
      ))}
    </Panel>
  );
}
