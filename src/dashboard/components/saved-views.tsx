import { Button, Menu, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SavedViewAnswer } from '../../api/schemas/saved-views.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { undoMs } from '../hooks/undo-window.ts';
import { savedViewsQuery } from '../list-queries.ts';
import { type ListSearch, parseSearch, readListSearch, stringifySearch } from '../list-search.ts';
import { decidedTexts } from '../texts/en/decide.ts';
import { savedViewsTexts as texts } from '../texts/en/list.tsx';
import { Dialog } from './dialog.tsx';
import classes from './saved-views.module.css';
import { UndoToast } from './undo-toast.tsx';

/** What is kept of a list: its address without the question mark. */
const addressOf = (search: ListSearch) => stringifySearch({ ...search }).slice(1);

/** Lists one comes back to: open one, keep this one, share, rename, delete with undo. */
export function SavedViews({ search }: { search: ListSearch }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const views = useQuery(savedViewsQuery).data?.items ?? [];
  const [naming, setNaming] = useState<SavedViewAnswer | 'new' | null>(null);
  const here = addressOf(search);
  const open = views.find((view) => view.search === here);
  const readAgain = () => void client.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
  const change = async (view: SavedViewAnswer, body: Partial<SavedViewAnswer>) => {
    await sendJson('PATCH', `/saved-views/${view.id}`, body).catch(showProblem);
    readAgain();
  };
  const remove = async (view: SavedViewAnswer) => {
    try {
      await sendJson('DELETE', `/saved-views/${view.id}`);
      offerBack(view, readAgain);
    } catch (error) {
      showProblem(error);
    }
    readAgain();
  };
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button variant="subtle">
            {open ? open.name : texts.views}
            <span aria-hidden="true" className={classes.arrow}>
              ▾
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              aria-current={view === open ? 'true' : undefined}
              onClick={() => void navigate({ to: '/unaligned', search: readListSearch(parseSearch(view.search)) })}
            >
              {view.name}{' '}
              <span className="soft">{view.isMine ? view.isShared && texts.shared : texts.from(view.by)}</span>
            </Menu.Item>
          ))}
          {views.length > 0 && <Menu.Divider />}
          <Menu.Item onClick={() => setNaming('new')}>{texts.keepAs}</Menu.Item>
          {open?.isMine && (
            <>
              <Menu.Item onClick={() => setNaming(open)}>{texts.renameOf(open.name)}</Menu.Item>
              <Menu.Item onClick={() => void change(open, { isShared: !open.isShared })}>
                {open.isShared ? texts.unshare : texts.share}
              </Menu.Item>
              <Menu.Item onClick={() => void remove(open)}>{texts.remove}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && (
        <NameDialog
          view={naming === 'new' ? null : naming}
          search={here}
          onClose={() => setNaming(null)}
          onDone={readAgain}
        />
      )}
    </>
  );
}

function NameDialog(props: { view: SavedViewAnswer | null; search: string; onClose: () => void; onDone: () => void }) {
  const { view, search, onClose } = props;
  const [name, setName] = useState(view?.name ?? '');
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    try {
      if (view) await sendJson('PATCH', `/saved-views/${view.id}`, { name });
      else await sendJson('POST', '/saved-views', { name, search });
      onClose();
      props.onDone();
    } catch (problem) {
      setError(detailOf(problem));
    }
  };
  return (
    <Dialog title={view ? texts.renameTitle : texts.keepTitle} isOpen onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={texts.name}
          required
          data-autofocus
          maxLength={80}
          value={name}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled">
          {view ? texts.rename : texts.keep}
        </Button>
      </form>
    </Dialog>
  );
}

function offerBack(view: SavedViewAnswer, readAgain: () => void): void {
  const undo = async () => {
    notifications.hide(id);
    await sendJson('POST', `/saved-views/${view.id}/undo`, {}).catch(showProblem);
    readAgain();
  };
  const id = notifications.show({
    autoClose: undoMs,
    message: <UndoToast sentence={texts.deleted(view.name)} onUndo={() => void undo()} />,
  });
}

function showProblem(error: unknown): void {
  notifications.show({ color: 'red', autoClose: false, title: texts.asItWas, message: detailOf(error) });
}

function detailOf(error: unknown): string {
  return error instanceof ApiProblem ? error.detail : decidedTexts.wentWrong;
}
