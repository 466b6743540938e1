import { type BulletinDay, inOrder, type Remark } from '#contracts/bulletin.ts';

type Draft = NonNullable<BulletinDay['draft']>;
export type DraftPart = Draft['parts'][number];
export type DraftParagraph = DraftPart['paragraphs'][number];

/** What an officer changes before saving: what surrounds the figures, never the figures. */
export interface Edit {
  revision: number;
  addresseeZh: string;
  addresseeEn: string;
  signerZh: string;
  signerEn: string;
  remarks: Remark[];
  order: string[];
  hidden: string[];
}

export const remarkKey = (id: string): string => `remark/${id}`;
export const remarkId = (key: string): string | null => (key.startsWith('remark/') ? key.slice(7) : null);

/** The draft as it is saved, its order written out so that a move is an exchange of two. */
export function editOf(bulletin: BulletinDay, draft: Draft): Edit {
  const { addresseeZh, addresseeEn, signerZh, signerEn } = bulletin;
  return {
    revision: draft.revision,
    addresseeZh,
    addresseeEn,
    signerZh,
    signerEn,
    remarks: draft.remarks,
    order: writtenOut(draft.parts),
    hidden: draft.hidden,
  };
}

const writtenOut = (parts: readonly DraftPart[]): string[] =>
  parts.flatMap((part) => [part.key, ...part.paragraphs.map((paragraph) => paragraph.key)]);

const REMARKS: Pick<DraftPart, 'key' | 'heading'> = { key: 'remarks', heading: ['其他事项', 'Other matters'] };

/** The parts as they will be when the edit is saved. */
export function partsOf(draft: Draft, edit: Edit): DraftPart[] {
  const hidden = new Set(edit.hidden);
  const parts = draft.parts.some((part) => part.key === REMARKS.key)
    ? draft.parts
    : [...draft.parts, { ...REMARKS, paragraphs: [] }];
  const arranged = parts.map((part) => {
    const generated = part.paragraphs.filter((paragraph) => remarkId(paragraph.key) === null);
    const remarks = edit.remarks
      .filter((remark) => remark.part === part.key)
      .map(
        (remark): DraftParagraph => ({
          key: remarkKey(remark.id),
          kind: 'body',
          hidden: false,
          zh: [{ text: remark.zh }],
          en: [{ text: remark.en }],
        }),
      );
    const paragraphs = inOrder([...generated, ...remarks], edit.order).map((paragraph) => ({
      ...paragraph,
      hidden: hidden.has(paragraph.key),
    }));
    return { ...part, paragraphs };
  });
  return inOrder(
    arranged.filter((part) => part.paragraphs.length > 0),
    edit.order,
  );
}

/** Exchanges a part or paragraph with its neighbour. */
export function moved(edit: Edit, parts: readonly DraftPart[], key: string, by: -1 | 1): Edit {
  const within = parts.find((part) => part.paragraphs.some((paragraph) => paragraph.key === key));
  const keys = (within?.paragraphs ?? parts).map((one) => one.key);
  const from = keys.indexOf(key);
  const other = keys[from + by];
  if (from < 0 || other === undefined) return edit;
  const swap = new Map([
    [key, other],
    [other, key],
  ]);
  return { ...edit, order: writtenOut(parts).map((one) => swap.get(one) ?? one) };
}

export function toggled(edit: Edit, key: string): Edit {
  const hidden = edit.hidden.includes(key) ? edit.hidden.filter((one) => one !== key) : [...edit.hidden, key];
  return { ...edit, hidden };
}

export function withRemark(edit: Edit, part: Remark['part']): Edit {
  const id = crypto.randomUUID();
  return { ...edit, remarks: [...edit.remarks, { id, part, zh: '', en: '' }] };
}

export function changedRemark(edit: Edit, id: string, change: Partial<Pick<Remark, 'zh' | 'en'>>): Edit {
  return { ...edit, remarks: edit.remarks.map((remark) => (remark.id === id ? { ...remark, ...change } : remark)) };
}

export function withoutRemark(edit: Edit, id: string): Edit {
  return { ...edit, remarks: edit.remarks.filter((remark) => remark.id !== id) };
}
