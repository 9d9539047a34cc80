/** SpeedCash's four services: register a terminal, expire a QR by its bill number, list a day's QRs, a merchant's status. */
import { billsOf, expireBill, listRow, seedBills } from './books.ts';
import { type Checked, type Fields, type Incoming, isObject, type Reply, refuse } from './exchange.ts';
import { magicMerchantStatus, readMagic } from './magic.ts';
import { codeOf, type SpeedcashService } from './services.ts';
import { admit, badField, type SpeedcashWorld } from './speedcash-guard.ts';
import { dateGenerateDay, dayOf } from './time.ts';

/** Checks a request of one of the services, fields included, and says what doing it means. */
export function checkSpeedcash(world: SpeedcashWorld, service: SpeedcashService, request: Incoming): Checked {
  const admitted = admit(world, service, request);
  if (!admitted.ok) return admitted;
  const { body, token } = admitted;
  switch (service) {
    case 'generate-terminal':
      return checkTerminal(world, body, token);
    case 'expire-billnumber':
      return checkExpire(world, body, token);
    case 'generate-list':
      return checkList(world, body, token);
    case 'merchant-status':
      return checkStatus(world, body, token);
  }
}

function success(service: SpeedcashService, fields: Fields): Reply {
  return { code: codeOf(service, 200, '00'), message: 'Successful', fields };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** What a QR can name; the page's own sample breaks this rule with its spaces and is served all the same. */
const TERMINAL_ID = /^[A-Za-z0-9_-]{3,16}$/;
const PAGE_SAMPLE_ID = 'KASIR LANTAI 1';

function checkTerminal(world: SpeedcashWorld, body: Fields, token: string): Checked {
  const service = 'generate-terminal';
  const { merchantId, terminalId, description } = body;
  if (!isText(merchantId)) return badField(service, 'merchantId');
  if (!isText(terminalId) || !(TERMINAL_ID.test(terminalId) || terminalId === PAGE_SAMPLE_ID)) {
    return badField(service, 'terminalId');
  }
  if (!isText(description)) return badField(service, 'description');
  if (merchantId !== world.merchant.merchantId) return refuse(service, 404, '08', 'Invalid Merchant');
  const { terminals } = world.books;
  // The page names the limit and no row for it: the field that cannot be taken is the terminal id.
  if (!terminals.has(terminalId) && terminals.size >= world.terminalLimit) return badField(service, 'terminalId');
  const act = (): Reply => {
    const registered = (terminals.get(terminalId)?.registered ?? 0) + 1;
    terminals.set(terminalId, { terminalId, description, registered });
    return success(service, { terminalId, description });
  };
  return { ok: true, wish: { reference: terminalId, magic: terminalId, token, act } };
}

function checkExpire(world: SpeedcashWorld, body: Fields, token: string): Checked {
  const service = 'expire-billnumber';
  // The page spells the field in lower case, the official client does not.
  const billNumber = body.billnumber ?? body.billNumber;
  const info = body.additionalInfo;
  if (!isText(billNumber)) return badField(service, 'billnumber');
  if (!isObject(info)) return badField(service, 'additionalInfo');
  if (!isText(info.merchantId)) return badField(service, 'merchantId');
  if (info.merchantId !== world.merchant.merchantId) return refuse(service, 404, '08', 'Invalid Merchant');
  const act = (asked: boolean): Reply => expire(world, billNumber, asked);
  return { ok: true, wish: { reference: billNumber, magic: billNumber, token, act } };
}

function expire(world: SpeedcashWorld, billNumber: string, asked: boolean): Reply {
  const now = world.clock();
  seedBills(world.books, world.startedAt, now);
  if (expireAtmQr(world, billNumber)) return success('expire-billnumber', {});
  const made = { billNumber, type: 'dynamic', amount: '1000.00', expired: 0, spelling: 'table' } as const;
  const bill =
    world.books.bills.get(billNumber) ?? (asked ? { ...made, generatedAt: now, expiresAt: now + 60_000 } : undefined);
  if (bill === undefined) return refuse('expire-billnumber', 404, '01', 'QR not Found').reply;
  expireBill(world.books, bill, now);
  return success('expire-billnumber', {});
}

/** No page says that this service ends ATM QRs; a sandbox can be started so that it does. */
function expireAtmQr(world: SpeedcashWorld, number: string): boolean {
  if (world.expireAtmQr === 'off') return false;
  const field = world.expireAtmQr === 'cdmReferenceId' ? 'cdmReferenceId' : 'reference';
  const found = [...world.books.atmQrs.values()].find((qr) => qr[field] === number);
  if (found === undefined) return false;
  world.books.atmQrs.set(found.reference, { ...found, status: 'INACTIVE' });
  return true;
}

function checkList(world: SpeedcashWorld, body: Fields, token: string): Checked {
  const service = 'generate-list';
  const { dateGenerate, additionalInfo } = body;
  const day = isText(dateGenerate) ? dateGenerateDay(dateGenerate) : null;
  if (day === null) return badField(service, 'dateGenerate');
  if (!isObject(additionalInfo)) return badField(service, 'additionalInfo');
  // This page has no row for a merchant that does not exist.
  if (additionalInfo.merchantId !== world.merchant.merchantId) return badField(service, 'merchantId');
  const act = (asked: boolean): Reply => {
    const now = world.clock();
    seedBills(world.books, world.startedAt, now);
    // A magic date has no QRs of its own: it is answered with those of the sandbox's first day.
    const bills = billsOf(world.books, asked ? dayOf(world.startedAt) : day);
    if (bills.length === 0) return refuse(service, 404, '01', 'Transaction Not Found').reply;
    return success(service, { dataDetail: bills.map(listRow) });
  };
  return { ok: true, wish: { reference: day, magic: day, token, act } };
}

const PHONE = /^62\d{6,13}$/;
const STATUS_WORDS = [
  { title: 'Menunggu', description: 'Pendaftaran merchant sedang diperiksa' },
  { title: 'Berhasil', description: 'Merchant sudah diterima' },
  { title: 'Ditolak', description: 'Pendaftaran merchant ditolak' },
] as const;

function checkStatus(world: SpeedcashWorld, body: Fields, token: string): Checked {
  const service = 'merchant-status';
  const phone = body.notelp_pemilik;
  if (!isText(phone) || !PHONE.test(phone)) return badField(service, 'notelp_pemilik');
  const status = phone === world.merchant.ownerPhone ? 1 : magicMerchantStatus(phone);
  // Nor does this page have a row for a phone that no merchant has.
  if (status === null && readMagic(service, phone) === null) return badField(service, 'notelp_pemilik');
  const act = (): Reply => {
    const { merchantId, storeName } = world.merchant;
    const ids = { mid: `MID${merchantId}`, nmid: `ID10${merchantId}` };
    return success(service, {
      additionalInfo: { ...STATUS_WORDS[status ?? 1], status: status ?? 1, merchantId, storeName, ...ids },
    });
  };
  return { ok: true, wish: { reference: phone, magic: phone, token, act } };
}
