import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../../connectors/asana/read-answer.ts';

describe('an answer of Asana, by its shape alone', () => {
  it.each([
    ['a task by its type', { gid: '1', name: 'a', resource_type: 'task' }, 'task', 'task'],
    ['a task by its fields', { gid: '1', name: 'a', num_subtasks: 0 }, 'task', 'task'],
    ['a project by its fields', { gid: '1', name: 'a', archived: false }, 'project', 'scope'],
    ['a person by the address', { gid: '1', name: 'a', email: 'a@b.example' }, 'user', 'person'],
    ['a goal by its period', { gid: '1', name: 'a', time_period: null }, 'goal', 'goal'],
  ])('reads %s, alone and in a list', (_name, record, kind, type) => {
    for (const data of [record, [record]]) {
      const reading = readAnswer({ data });
      expect(reading).toMatchObject({ kind, ignored: [] });
      expect(reading.records.map((one) => [one.type, one.externalId])).toEqual([[type, '1']]);
    }
  });

  it.each([
    ['a section', { data: { gid: '1', name: 'a', project: { gid: 'p' } } }, 'section'],
    ['a goal relationship', { data: [{ gid: '1', supporting_resource: { gid: 't' } }] }, 'goal_relationship'],
    ['a field of a project', { data: [{ gid: '1', custom_field: { gid: 'f' } }] }, 'custom_field_setting'],
    ['an event of the feed', { data: [{ action: 'changed', resource: { gid: '1' } }], sync: 'x' }, 'event'],
    ['an empty list', { data: [] }, 'empty'],
    ['a refusal', { errors: [{ message: 'no' }] }, 'error'],
    ['a delivery', { events: [] }, 'events'],
    ['what it does not know', { data: [{ gid: '1', resource_type: 'time_machine' }] }, 'time_machine'],
    ['a text', 'hello', 'unknown'],
  ])('ignores %s and says why', (_name, answer, kind) => {
    const reading = readAnswer(answer);
    expect(reading).toMatchObject({ kind, records: [] });
    expect(reading.ignored).toHaveLength(1);
  });

  it('reads what it can of a list with one bad record, and names the rest', () => {
    const reading = readAnswer({
      data: [
        { gid: '1', name: 'a', completed: true, assignee: null },
        { gid: 7, memberships: [] },
      ],
    });
    expect(reading.records).toHaveLength(1);
    expect(reading.ignored).toEqual([{ reason: 'A task without the fields we need.' }]);
  });

  it('never throws, and never stays silent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const answer of [
          value,
          { data: value },
          { data: [value] },
          { errors: value },
          { response: { body: value } },
        ]) {
          const { records, ignored } = readAnswer(answer);
          expect(records.length + ignored.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
