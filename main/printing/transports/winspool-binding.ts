/** Windows' spooler functions (winspool.drv) through koffi, which is loaded by the first till that prints this way. */
import type * as Koffi from 'koffi';
import type { PrinterHandle, Win32, WinSpool } from './winspool.ts';

/** The part of koffi that declares; its named exports are the whole of it. */
type Declarer = Pick<typeof Koffi, 'struct' | 'pointer' | 'out'>;
type Library = Pick<Koffi.LibraryHandle, 'func'>;
type Func = ReturnType<Library['func']>;

interface Declared {
  readonly result: 'int' | 'uint32_t';
  readonly takes: (string | Koffi.TypeObject | ReturnType<typeof Koffi.out>)[];
}

type Name =
  | 'OpenPrinterW'
  | 'GetPrinterW'
  | 'StartDocPrinterW'
  | 'StartPagePrinter'
  | 'WritePrinter'
  | 'EndPagePrinter'
  | 'EndDocPrinter'
  | 'AbortPrinter'
  | 'ClosePrinter';

/** The one convention of Win32 functions; on 64-bit Windows it is the only one there is. */
export const CONVENTION = '__stdcall';

/**
 * The functions as winspool.h declares them. A HANDLE is as wide as a pointer, and nothing but a number to us; BOOL is
 * an int. No type gets a name, for koffi's names are global.
 */
export function declareWinSpool(koffi: Declarer): Readonly<Record<Name, Declared>> {
  const handle = 'uintptr_t';
  const count = koffi.out(koffi.pointer('uint32_t'));
  const document = koffi.struct({ pDocName: 'str16', pOutputFile: 'str16', pDatatype: 'str16' });
  const status = koffi.struct({ dwStatus: 'uint32_t' });
  const onHandle: Declared = { result: 'int', takes: [handle] };
  return {
    OpenPrinterW: { result: 'int', takes: ['str16', koffi.out(koffi.pointer(handle)), 'void *'] },
    GetPrinterW: {
      result: 'int',
      takes: [handle, 'uint32_t', koffi.out(koffi.pointer(status)), 'uint32_t', count],
    },
    StartDocPrinterW: { result: 'uint32_t', takes: [handle, 'uint32_t', koffi.pointer(document)] },
    StartPagePrinter: onHandle,
    WritePrinter: { result: 'int', takes: [handle, 'const uint8_t *', 'uint32_t', count] },
    EndPagePrinter: onHandle,
    EndDocPrinter: onHandle,
    AbortPrinter: onHandle,
    ClosePrinter: onHandle,
  };
}

/** PRINTER_INFO_6 and DOC_INFO_1. */
const STATUS_LEVEL = 6;
const DOCUMENT_LEVEL = 1;
const STATUS_BYTES = 4;

/**
 * One call on a thread of its own.
 * @param lastError asked inside koffi's callback, where (since koffi 3.2) it still is that of the thread that called
 */
function callOn(func: Func, lastError: () => number) {
  return (...args: readonly unknown[]): Promise<Win32<number>> =>
    new Promise((resolve) => {
      const answered = (failed: unknown, result: unknown): void => {
        // The arguments are named here so that nothing of them is collected while the other thread still reads it.
        if (failed !== null || args.length === 0) resolve({ ok: false, code: 0 });
        else if (typeof result === 'number' && result !== 0) resolve({ ok: true, value: result });
        else resolve({ ok: false, code: lastError() });
      };
      try {
        func.async(...args, answered);
      } catch {
        resolve({ ok: false, code: 0 }); // it did not take the arguments, or has too many calls out: nothing was called
      }
    });
}

function nothing(result: Win32<number>): Win32<null> {
  return result.ok ? { ok: true, value: null } : result;
}

/**
 * @param library winspool.drv, or what has the same functions
 * @param lastError GetLastError
 */
export function bindWinSpool(koffi: Declarer, library: Library, lastError: () => number): WinSpool {
  const declared = declareWinSpool(koffi);
  const bind = (name: Name) =>
    callOn(library.func(CONVENTION, name, declared[name].result, declared[name].takes), lastError);
  const onHandle = (name: Name) => {
    const call = bind(name);
    return async (printer: PrinterHandle): Promise<Win32<null>> => nothing(await call(printer));
  };
  const [openPrinter, getPrinter] = [bind('OpenPrinterW'), bind('GetPrinterW')];
  const [startDoc, write] = [bind('StartDocPrinterW'), bind('WritePrinter')];
  return {
    openPrinter: async (queue) => {
      const printer: [PrinterHandle] = [0];
      const opened = await openPrinter(queue, printer, null);
      return opened.ok ? { ok: true, value: printer[0] } : opened;
    },
    getStatus: async (printer) => {
      const info = { dwStatus: 0 };
      const got = await getPrinter(printer, STATUS_LEVEL, info, STATUS_BYTES, [0]);
      return got.ok ? { ok: true, value: info.dwStatus } : got;
    },
    startDoc: (printer, name, datatype) =>
      startDoc(printer, DOCUMENT_LEVEL, { pDocName: name, pOutputFile: null, pDatatype: datatype }),
    startPage: onHandle('StartPagePrinter'),
    write: async (printer, bytes) => {
      const written: [number] = [0];
      const wrote = await write(printer, bytes, bytes.length, written);
      return wrote.ok ? { ok: true, value: written[0] } : wrote;
    },
    endPage: onHandle('EndPagePrinter'),
    endDoc: onHandle('EndDocPrinter'),
    abort: onHandle('AbortPrinter'),
    close: onHandle('ClosePrinter'),
  };
}

let loaded: Promise<WinSpool | null> | null = null;

async function load(): Promise<WinSpool | null> {
  try {
    const koffi = await import('koffi');
    const getLastError = koffi.load('kernel32.dll').func(CONVENTION, 'GetLastError', 'uint32_t', []);
    const lastError = (): number => Number(getLastError());
    return bindWinSpool(koffi, koffi.load('winspool.drv'), lastError);
  } catch {
    return null; // koffi is not made for this system
  }
}

/** @returns null on other systems than Windows, and where koffi is missing */
export function loadWinSpool(): Promise<WinSpool | null> {
  if (process.platform !== 'win32') return Promise.resolve(null);
  loaded ??= load();
  return loaded;
}
