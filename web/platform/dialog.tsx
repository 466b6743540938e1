import { Button, ConfigProvider } from 'antd';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { CrossIcon } from './icons.tsx';
import { useText } from './language.ts';

const words = {
  close: ['关闭', 'Close'],
  cancel: ['取消', 'Cancel'],
} as const;

interface ModalProps {
  open: boolean;
  title: string;
  onClose: () => void;
  foot?: ReactNode;
  children?: ReactNode;
}

/** What opens beside the page: the entries behind a number, one thing's particulars. */
export function DetailDrawer(props: ModalProps) {
  return <Modal {...props} className="bg-drawer" />;
}

/** What opens over the page: a short form, one question. */
export function Dialog(props: ModalProps) {
  return <Modal {...props} className="bg-dialog" />;
}

/** The browser's own dialog: it keeps the focus inside and gives it back. Escape, the cross or a press outside closes it. */
function Modal(props: ModalProps & { className: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const text = useText(words);
  const { open } = props;
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open && dialog.current?.open === true) dialog.current.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press on the backdrop closes; the keyboard has Escape and the button
    <dialog
      ref={dialog}
      className={props.className}
      aria-labelledby={title}
      onClose={(event) => event.target === dialog.current && open && props.onClose()}
      onKeyDownCapture={(event) => {
        // Escape closes the choices or the calendar that is open inside first, then the dialog
        const inside = dialog.current?.querySelector('[aria-expanded="true"]');
        if (event.key === 'Escape' && inside) event.preventDefault();
      }}
      onClick={(event) => {
        event.stopPropagation();
        // the second press of a double one that opened it falls outside: it stays open
        if (event.target === dialog.current && event.detail < 2) props.onClose();
      }}
    >
      {open && (
        <div className="bg-drawer-inside">
          <div className="bg-drawer-top">
            <h2 id={title}>{props.title}</h2>
            <button type="button" className="bg-icon-button" aria-label={text('close')} onClick={props.onClose}>
              <CrossIcon />
            </button>
          </div>
          {/* choices and calendars open inside: outside of an open dialog nothing can be pressed */}
          <ConfigProvider getPopupContainer={() => dialog.current ?? document.body}>
            <div className="bg-drawer-body">{props.children}</div>
            {props.foot !== undefined && <div className="bg-drawer-foot">{props.foot}</div>}
          </ConfigProvider>
        </div>
      )}
    </dialog>
  );
}

interface ConfirmProps {
  /** the question, naming what will happen: '向 8 家企业下达调拨令？' */
  title: string;
  /** what it changes and whether it can be undone */
  more?: ReactNode;
  /** the word on the button: the act itself, never '确定' */
  act: string;
  onConfirm: () => unknown;
  /** stays open while this runs */
  running?: boolean;
  /** the control that asks: `{(ask) => <Button onClick={ask}>下达</Button>}` */
  children: (ask: () => void) => ReactNode;
}

/** Asks before an act that others will feel. */
export function Confirm({ title, more, act, onConfirm, running = false, children }: ConfirmProps) {
  const [open, setOpen] = useState(false);
  const text = useText(words);
  const close = () => setOpen(false);
  return (
    <>
      {children(() => setOpen(true))}
      <Dialog
        open={open}
        title={title}
        onClose={close}
        foot={
          <>
            <Button onClick={close}>{text('cancel')}</Button>
            <Button
              type="primary"
              loading={running}
              onClick={async () => {
                await onConfirm();
                close();
              }}
            >
              {act}
            </Button>
          </>
        }
      >
        {more}
      </Dialog>
    </>
  );
}
