import type { JsonObject } from '../../../core/json.ts';
import type { Family } from '../../../mist/families.ts';
import type { FiledObject } from '../../snapshot/index.ts';
import { newNamesIn } from '../new-objects.ts';

/** One object that is to be created. */
export interface Piece {
  readonly object: FiledObject;
  readonly found: Family;
  readonly payload: JsonObject;
  /** Roots that can only be set once other objects are there. */
  readonly cut?: readonly string[];
}

/** Objects that name each other: the later one of a circle gets its reference when both are there. */
export function uncircled(pieces: readonly Piece[]): readonly Piece[] {
  const byPath = new Map(pieces.map((piece) => [piece.object.path, piece]));
  const state = new Map<string, 'open' | 'done'>();
  const done: Piece[] = [];
  const visit = (piece: Piece): void => {
    const { path } = piece.object;
    state.set(path, 'open');
    const cut = new Set<string>();
    for (const [root, value] of Object.entries(piece.payload))
      for (const name of newNamesIn(value)) {
        const other = byPath.get(name);
        if (state.get(name) === 'open') cut.add(root);
        else if (other && state.get(name) === undefined) visit(other);
      }
    state.set(path, 'done');
    done.push({ ...piece, cut: [...cut] });
  };
  for (const piece of pieces) if (state.get(piece.object.path) === undefined) visit(piece);
  return done;
}
