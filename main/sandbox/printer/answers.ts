/** What the sandbox printer answers to questions that wait in line. */
import { automaticStatus, drawerStatus, type PrinterFaults, sensorStatus } from './condition.ts';
import type { Question } from './engine.ts';
import type { PrinterSetup } from './setup.ts';

const MODEL_ID = 0x20;
/** An automatic cutter, one byte a character. */
const TYPE_ID = 0x02;
const VERSION_ID = 0x01;

function block(text: string): Uint8Array {
  return Buffer.from(`_${text}\0`, 'latin1');
}

/** GS I n: one byte up to 3 (and 49 to 51), text from 65 on; null for what no such printer tells. */
function identity(item: number, setup: PrinterSetup): Uint8Array | null {
  switch (item) {
    case 1:
    case 49:
      return Uint8Array.of(MODEL_ID);
    case 2:
    case 50:
      return Uint8Array.of(TYPE_ID);
    case 3:
    case 51:
      return Uint8Array.of(VERSION_ID);
    case 65:
      return block('1.00 SANDBOX');
    case 66:
      return block('SANDBOX');
    case 67:
      return block(setup.model);
    case 68:
      return block('SANDBOX0001');
    case 69:
      return block('');
    default:
      return null;
  }
}

/** @returns null for silence */
export function answerTo(question: Question, faults: PrinterFaults, setup: PrinterSetup): Uint8Array | null {
  const answersAtAll = faults.completion !== 'none';
  const isClone = setup.dialect !== 'full';
  switch (question.kind) {
    case 'sensors':
      return answersAtAll ? Uint8Array.of(sensorStatus(faults)) : null;
    case 'drawer':
      return answersAtAll ? Uint8Array.of(drawerStatus(faults)) : null;
    case 'ink':
      return answersAtAll ? Uint8Array.of(0) : null;
    case 'printed':
      return faults.completion === 'printed' && !isClone ? Uint8Array.of(0x37, 0x22, ...question.id, 0) : null;
    case 'identity':
      return isClone ? null : identity(question.item, setup);
    case 'qr-size':
      return isClone ? null : question.answer;
    case 'automatic-status':
      return question.mask === 0 ? null : automaticStatus(faults);
  }
}
