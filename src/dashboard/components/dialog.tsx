import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { commonTexts as texts } from '../texts/en/common.ts';
import classes from './dialog.module.css';

/** A dialog whose head is no second banner of the page, as Mantine's own would be. */
export function Dialog(props: { title: string; isOpen: boolean; onClose: () => void; children: ReactNode }) {
  return (
    <Modal.Root opened={props.isOpen} onClose={props.onClose}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{props.title}</Modal.Title>
          <Modal.CloseButton aria-label={texts.close} />
        </div>
        <Modal.Body className={classes.body}>{props.children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
