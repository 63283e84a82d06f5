import './extract.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExtractLine, Language, Office, Paper, PaperContent } from '../../contract/index.ts';
import { fill } from '../../words/fill.ts';
import { placeName } from '../clerk/detail/place-name.ts';
import { momentOf } from '../lib/days.ts';
import { EXTRACT_WORDS, type ExtractWords, partOf, useLineWords } from './line-words.ts';

type Content = PaperContent<'exportExtract'>;

/**
 * Who looked at an account and what was done, for its citizen. Every line stands in both languages, so that it carries its
 * number and hash once and whoever reads it for the citizen finds the same line.
 */
export function ExtractPaper({ content, paper: { by, ledger } }: { content: Content; paper: Paper }) {
  const { lines, total, from, part } = content.answer;
  const about = lines.length === 0 ? 'none' : part.of === 1 ? 'about' : 'about_part';
  const counts = { ...part, total, from, to: from + lines.length - 1, count: total };
  return (
    <main className="paper extract">
      <h1>
        <Both of={(words) => `${words.title}${partOf(words, part)}`} />
      </h1>
      <Both as="p" of={(words) => [words.law, fill(words[about], counts)].join(words.gap)} />
      <Facts content={content} office={by.office} />
      {lines.length > 0 && <Lines lines={lines} />}
      <Note name="left_out" />
      <Note name="proof">
        <Checkpoint ledger={ledger} />
      </Note>
    </main>
  );
}

/** The same in both languages, each marked as what it is. */
function Both({ of, as: As = 'span' }: { of: (words: ExtractWords) => ReactNode; as?: 'span' | 'p' }) {
  return (
    <>
      <As lang="zh-CN">{of(EXTRACT_WORDS['zh-CN'])}</As> <As lang="en">{of(EXTRACT_WORDS.en)}</As>
    </>
  );
}

/** Of whoever made it, the office alone. */
function Facts({ content: { input, answer }, office }: { content: Content; office: Office | null }) {
  const { i18n } = useTranslation();
  const fixed = (language: Language) => i18n.getFixedT(language, ['console', 'act']);
  const both = (tell: (t: ReturnType<typeof fixed>) => string) => (
    <>
      {tell(fixed('zh-CN'))} <span lang="en">{tell(fixed('en'))}</span>
    </>
  );
  const { account, recorded_at, export_id } = answer;
  const made = momentOf(recorded_at);
  return (
    <dl className="extract__facts">
      <Fact name="name">{account.name}</Fact>
      <Fact name="phone">{account.phone ?? <Both of={({ no_phone }) => no_phone} />}</Fact>
      <Fact name="document">
        {both((t) => t(`console:document.${account.document.kind}`))} {account.document.masked}
      </Fact>
      <Fact name="place">{placeName(account.division)}</Fact>
      <Fact name="verified">{both((t) => t(`act:method.${input.verification.method}`))}</Fact>
      <Fact name="made_at">
        {made.date} {made.second}
      </Fact>
      {office && <Fact name="office">{office.name}</Fact>}
      <Fact name="id">
        <code>{export_id}</code>
      </Fact>
    </dl>
  );
}

type FactName = 'name' | 'document' | 'phone' | 'place' | 'office' | 'made_at' | 'verified' | 'id';

function Fact({ name, children }: { name: FactName; children: ReactNode }) {
  return (
    <div>
      <dt>
        <Both of={(words) => words[name]} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

const COLUMNS = ['time', 'what', 'office', 'place'] as const;

function Lines({ lines }: { lines: readonly ExtractLine[] }) {
  return (
    <table className="extract__lines">
      <colgroup>
        {COLUMNS.map((column) => (
          <col key={column} className={`extract__${column}`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col">
              <Both of={(words) => words.column[column]} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is printed never changes its order
          <Line key={n} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ line }: { line: ExtractLine }) {
  const zh = useLineWords('zh-CN');
  const en = useLineWords('en');
  const { date, second } = momentOf(line.recorded_at);
  return (
    <tr>
      <td>
        {date} {second}
      </td>
      <td>
        <p lang="zh-CN">
          <b>{zh.what(line)}</b> {zh.more(line)}
        </p>
        <p lang="en">
          <b>{en.what(line)}</b> {en.more(line)}
        </p>
      </td>
      <td>
        {zh.by(line)} {line.office === null && <span lang="en">{en.by(line)}</span>}
      </td>
      <td>
        {line.place === null ? (
          <Both of={({ numbering }) => numbering} />
        ) : (
          <>
            {zh.number(line.place.index)} <code>{line.place.leaf_hash}</code>
          </>
        )}
      </td>
    </tr>
  );
}

function Note({ name, children }: { name: 'proof' | 'left_out'; children?: ReactNode }) {
  return (
    <section>
      <h2>
        <Both of={(words) => words[`${name}_title`]} />
      </h2>
      <Both as="p" of={(words) => words[name]} />
      {children}
    </section>
  );
}

/** What the ledger was when it was made, as its key has signed it. */
function Checkpoint({ ledger: { kept, refused } }: Pick<Paper, 'ledger'>) {
  const tell = ({ checkpoint }: ExtractWords): string =>
    kept === null ? checkpoint.none : fill(checkpoint.kept, { count: kept.size });
  return (
    <>
      {refused && <Both as="p" of={({ checkpoint }) => checkpoint.refused} />}
      <Both as="p" of={tell} />
      {kept && <pre>{kept.checkpoint.trimEnd()}</pre>}
    </>
  );
}
