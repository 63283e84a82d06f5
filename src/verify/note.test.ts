import { describe, expect, it } from 'vitest';
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { openNote, parseVerifierKey } from './note.ts';

/** The example of c2sp.org/signed-note. */
const KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

describe('a signed note', () => {
  const key = parseVerifierKey(KEY);

  it('is opened by its key, as the specification’s example', () => {
    expect(openNote(NOTE, [key])).toEqual({ text: 'This is an example message.\n', signatures: [{ key, at: null }] });
  });

  it('passes over signatures by keys that are not known', () => {
    const strange = NOTE.replace('\n\n', '\n\n— example.org/other AAAAAAA=\n');
    expect(openNote(strange, [key]).signatures).toHaveLength(1);
  });

  it.each([
    ['another text', NOTE.replace('example message', 'exemplary message'), 'wrong_signature'],
    ['another signature', NOTE.replace('Uw2QOkn8', 'Uw2QOkn9'), 'wrong_signature'],
    ['another name', NOTE.replace('— example.com/foo', '— example.com/bar'), 'unsigned'],
    ['another id', NOTE.replace('Uw2QOk', 'Uw2QPk'), 'unsigned'],
    ['no signature', 'This is an example message.\n', 'malformed_note'],
    ['no newline at the end', NOTE.slice(0, -1), 'malformed_note'],
    ['a control character', NOTE.replace(' is', '\tis'), 'malformed_note'],
    ['a signature in another form', NOTE.replace('IneyaQM=', 'IneyaQN='), 'malformed_note'],
    ['too long a note', `${'x'.repeat(100_000)}\n${NOTE}`, 'malformed_note'],
  ])('is refused with %s', (_, note, fault) => {
    expect(() => openNote(note, [key])).toThrow(fault);
  });

  it.each([
    KEY.replace('530d903a', '530d903b'),
    KEY.replace('foo', 'bar'),
    KEY.slice(0, -4),
    KEY.replace('+AekyeRrm', '+DekyeRrm'),
    '',
  ])('takes %s for no key', (text) => {
    expect(() => parseVerifierKey(text)).toThrow('malformed_key');
  });
});

describe('a checkpoint', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  it('tells origin, size and root', () => {
    expect(parseCheckpoint(text)).toEqual({
      origin: 'example.com/behind-the-sofa',
      size: 20_852_163,
      restoration: 0,
      root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64'),
    });
    expect(parseCheckpoint(`${text}an extension\n`).size).toBe(20_852_163);
  });

  it.each([
    text.replace('20852163', '020852163'),
    text.replace('20852163', '-1'),
    text.replace('20852163', '9007199254740993'),
    text.replace('q2I=', 'q2J='),
    text.replace('CsUY', ''),
    text.replace('example.com/behind-the-sofa', ''),
    text.slice(0, -1),
    `${text}\n`,
  ])('is refused where it is written as %j', (changed) => {
    expect(() => parseCheckpoint(changed)).toThrow('malformed_checkpoint');
  });

  it('is refused where the note is no checkpoint', () => {
    expect(() => openCheckpoint(NOTE, parseVerifierKey(KEY))).toThrow('malformed_checkpoint');
  });
});
