import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { BulletinDay, Remark } from '#contracts/bulletin.ts';
import type { Language } from '#contracts/errors.ts';
import { FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import {
  changedRemark,
  type DraftParagraph,
  type DraftPart,
  type Edit,
  moved,
  partsOf,
  remarkId,
  toggled,
  withoutRemark,
  withRemark,
} from './edit.ts';
import { TextArea } from './text-area.tsx';
import { Segments } from './told.tsx';
import { side, textOf } from './words.ts';

const words = {
  up: ['上移：{name}', 'Move up: {name}'],
  down: ['下移：{name}', 'Move down: {name}'],
  hide: ['略去：{name}', 'Leave out: {name}'],
  show: ['恢复：{name}', 'Put back: {name}'],
  hideShort: ['略去', 'Leave out'],
  showShort: ['恢复', 'Put back'],
  hidden: ['不写入简报', 'Left out'],
  add: ['加一条说明', 'Add a remark'],
  addTo: ['加一条说明：{part}', 'Add a remark: {part}'],
  remove: ['删除', 'Remove'],
  removeName: ['删除：{name}', 'Remove: {name}'],
  remark: ['说明', 'remark'],
  remarkZh: ['说明（中文）', 'Remark in Chinese'],
  remarkEn: ['说明（英文）', 'Remark in English'],
} as const;

interface Props {
  draft: NonNullable<BulletinDay['draft']>;
  edit: Edit;
  onEdit: (edit: Edit) => void;
  language: Language;
  /** false: only to be read */
  mayEdit: boolean;
  figure: (segment: { text: string; figure: string }) => ReactNode;
}

/** The draft part by part: officers order, leave out and add; what is computed stays as computed. */
export function DraftEditor({ draft, edit, onEdit, language, mayEdit, figure }: Props) {
  const text = useText(words);
  const parts = partsOf(draft, edit);
  return parts.map((part, index) => {
    const name = part.heading[side(language)];
    return (
      <section key={part.key} className="bulletin-part" aria-label={name}>
        <div className="bulletin-line">
          <h2>{name}</h2>
          {mayEdit && (
            <Moves
              name={name}
              first={index === 0}
              last={index === parts.length - 1}
              move={(by) => onEdit(moved(edit, parts, part.key, by))}
            />
          )}
        </div>
        {part.paragraphs.map((paragraph, place) => (
          <ParagraphLine
            key={paragraph.key}
            {...{ part, paragraph, parts, edit, onEdit, language, mayEdit, figure }}
            first={place === 0}
            last={place === part.paragraphs.length - 1}
          />
        ))}
        {mayEdit && (
          <Button
            size="small"
            type="dashed"
            aria-label={text('addTo', { part: name })}
            onClick={() => onEdit(withRemark(edit, part.key as Remark['part']))}
          >
            <span aria-hidden="true">＋</span> {text('add')}
          </Button>
        )}
      </section>
    );
  });
}

interface LineProps extends Omit<Props, 'draft'> {
  part: DraftPart;
  parts: DraftPart[];
  paragraph: DraftParagraph;
  first: boolean;
  last: boolean;
}

function ParagraphLine(props: LineProps) {
  const { paragraph, edit, onEdit, language, mayEdit } = props;
  const text = useText(words);
  const id = remarkId(paragraph.key);
  const told = textOf({ segments: language === 'zh' ? paragraph.zh : paragraph.en });
  const name = told.slice(0, 16) || text('remark');
  return (
    <div className={paragraph.hidden ? 'bulletin-line bulletin-left-out' : 'bulletin-line'}>
      {id !== null && mayEdit ? (
        <RemarkFields edit={edit} id={id} onEdit={onEdit} />
      ) : (
        <p className={paragraph.kind === 'entry' ? 'bulletin-entry' : 'bulletin-body'}>
          {paragraph.hidden && <span className="bg-muted">〔{text('hidden')}〕</span>}
          <Segments
            segments={language === 'zh' ? paragraph.zh : paragraph.en}
            language={language}
            figure={paragraph.hidden ? undefined : props.figure}
          />
        </p>
      )}
      {mayEdit && (
        <Moves
          name={name}
          first={props.first}
          last={props.last}
          move={(by) => onEdit(moved(edit, props.parts, paragraph.key, by))}
        >
          {id === null ? (
            <Button
              size="small"
              type="text"
              aria-label={text(paragraph.hidden ? 'show' : 'hide', { name })}
              onClick={() => onEdit(toggled(edit, paragraph.key))}
            >
              {text(paragraph.hidden ? 'showShort' : 'hideShort')}
            </Button>
          ) : (
            <Button
              size="small"
              type="text"
              aria-label={text('removeName', { name })}
              onClick={() => onEdit(withoutRemark(edit, id))}
            >
              {text('remove')}
            </Button>
          )}
        </Moves>
      )}
    </div>
  );
}

function Moves(props: {
  name: string;
  first: boolean;
  last: boolean;
  move: (by: -1 | 1) => void;
  children?: ReactNode;
}) {
  const text = useText(words);
  const { name, first, last, move } = props;
  return (
    <span className="bulletin-moves bg-no-print">
      <Button size="small" type="text" disabled={first} aria-label={text('up', { name })} onClick={() => move(-1)}>
        <span aria-hidden="true">↑</span>
      </Button>
      <Button size="small" type="text" disabled={last} aria-label={text('down', { name })} onClick={() => move(1)}>
        <span aria-hidden="true">↓</span>
      </Button>
      {props.children}
    </span>
  );
}

function RemarkFields({ edit, id, onEdit }: { edit: Edit; id: string; onEdit: (edit: Edit) => void }) {
  const text = useText(words);
  const remark = edit.remarks.find((one) => one.id === id);
  if (remark === undefined) return null;
  return (
    <div className="bulletin-remark">
      {(['zh', 'en'] as const).map((language) => (
        <FormField key={language} label={text(language === 'zh' ? 'remarkZh' : 'remarkEn')}>
          {(field) => (
            <TextArea
              field={field}
              rows={2}
              maxLength={language === 'zh' ? 4000 : 8000}
              value={remark[language]}
              onChange={(value) => onEdit(changedRemark(edit, id, { [language]: value }))}
            />
          )}
        </FormField>
      ))}
    </div>
  );
}
