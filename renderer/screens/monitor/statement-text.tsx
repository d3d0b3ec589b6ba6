import { Text, UnstyledButton } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Characters that fit into two lines of most cells. */
const short = 90;

/** A statement in two lines, or whole when a person wants it. */
export function StatementText({ sql }: { sql: string }): ReactElement {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const text = isWhole ? sql : sql.replaceAll(/\s+/g, ' ').trim();
  const statement = (
    <Text
      span
      size="sm"
      className="verbatim"
      display="block"
      w="fit-content"
      maw="100%"
      style={isWhole ? { whiteSpace: 'pre-wrap' } : undefined}
      {...(isWhole ? {} : { lineClamp: 2 })}
    >
      {text}
    </Text>
  );
  if (text.length <= short) return statement;
  return (
    <div>
      {statement}
      <UnstyledButton
        fz="xs"
        c="var(--rollcall-note)"
        td="underline"
        aria-expanded={isWhole}
        onClick={() => setWhole(!isWhole)}
      >
        {t(isWhole ? 'monitor.cut' : 'monitor.whole')}
      </UnstyledButton>
    </div>
  );
}
