import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Declaration } from '../../../contract/index.ts';

/** What the leaf of a `restoration` says; the whole declaration stands behind its digest. */
export interface RestorationLeaf extends Pick<Declaration, 'number' | 'kept'> {
  lost?: NonNullable<Declaration['lost']>;
  /** How many lost entries the declaration names. */
  named: number;
  digest: string;
  /** Subject of who proposed it; who confirmed it is the entry's actor. */
  proposed_by: string;
}

/** SHA-256 in hex over the declaration's RFC 8785 JSON. */
export function digestOf(declaration: Declaration): string {
  return createHash('sha256')
    .update(canonicalize(declaration) ?? '')
    .digest('hex');
}

export function leafOf(declaration: Declaration, proposedBy: string): RestorationLeaf {
  const { number, kept, lost, lost_entries } = declaration;
  return {
    number,
    kept,
    ...(lost && { lost }),
    named: lost_entries.length,
    digest: digestOf(declaration),
    proposed_by: proposedBy,
  };
}
