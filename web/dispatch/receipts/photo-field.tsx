import { useState } from 'react';
import { mostPhotos } from '#contracts/receipts.ts';
import { useText } from '../../platform/language.ts';
import { shrinkPhoto } from './shrink-photo.ts';

const words = {
  take: ['拍照（整批，最多 {most} 张）', 'Photograph of the load (at most {most})'],
  takeLot: ['拍下这一批的差异', 'Photograph what differs'],
  one: ['照片 {number}', 'Photograph {number}'],
  remove: ['删除照片 {number}', 'Remove photograph {number}'],
  bad: ['这个文件不是能打开的照片，请重新拍', 'This file is no picture that opens: take it again'],
} as const;

/** A photograph of one lot, or (`of` null) of the whole load. */
export interface Photo {
  of: string | null;
  /** base64 */
  jpeg: string;
}
interface Props {
  photos: readonly Photo[];
  of: string | null;
  onChange: (step: (before: Photo[]) => Photo[]) => void;
}

/** Photographs, made small on the telephone as they are taken. */
export function PhotoField({ photos, of, onChange }: Props) {
  const text = useText(words);
  const [bad, setBad] = useState(false);
  const add = async (files: FileList | null): Promise<void> => {
    const taken = [...(files ?? [])].slice(0, mostPhotos - photos.length);
    setBad(false);
    try {
      const small = await Promise.all(taken.map(async (file) => ({ of, jpeg: await shrinkPhoto(file) })));
      onChange((before) => [...before, ...small].slice(0, mostPhotos));
    } catch {
      setBad(true);
    }
  };
  const own = photos.filter((photo) => photo.of === of);
  return (
    <div className="receipts-field">
      {photos.length < mostPhotos && (
        <label className="receipts-take">
          {text(of === null ? 'take' : 'takeLot', { most: mostPhotos })}
          <input
            type="file"
            accept="image/*"
            capture="environment"
            className="bg-hidden"
            onChange={(event) => {
              void add(event.target.files);
              event.target.value = '';
            }}
          />
        </label>
      )}
      {bad && <p role="alert">{text('bad')}</p>}
      <div className="receipts-photos">
        {own.map((photo, index) => (
          <div key={photo.jpeg.slice(-40)} className="receipts-photo">
            <img src={`data:image/jpeg;base64,${photo.jpeg}`} alt={text('one', { number: index + 1 })} />
            <button
              type="button"
              className="bg-button receipts-tap"
              onClick={() => onChange((before) => before.filter((each) => each !== photo))}
            >
              {text('remove', { number: index + 1 })}
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}
