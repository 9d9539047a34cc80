/** What spoolers say, read: CUPS's words as version 2.4 writes them, Windows' JSON as Get-Printer's documentation has it. */
import { describe, expect, it } from 'vitest';
import { readGetPrinter, readLpstat } from '../../../main/printing/discover-spooler.ts';

describe('lpstat', () => {
  it('queues with where their jobs go, without passwords', () => {
    const devices = [
      'device for kasir: socket://192.168.1.50:9100',
      'device for kantor: ipp://budi:rahasia@10.0.0.2/ipp/print',
      'device for usb: usb://EPSON/TM-T82?serial=1@2',
      '',
    ].join('\n');
    expect(readLpstat('kasir\nkantor\nusb\njauh\n', devices)).toEqual([
      { name: 'kasir', model: 'socket://192.168.1.50:9100' },
      { name: 'kantor', model: 'ipp://10.0.0.2/ipp/print' },
      { name: 'usb', model: 'usb://EPSON/TM-T82?serial=1@2' },
      { name: 'jauh', model: null },
    ]);
  });

  it('either list will do; nothing is nothing', () => {
    expect(readLpstat('', 'device for kasir: file:/dev/null')).toEqual([{ name: 'kasir', model: 'file:/dev/null' }]);
    expect(readLpstat('', '')).toEqual([]);
  });
});

describe('Get-Printer', () => {
  const epson = { Name: 'EPSON TM-T82 Receipt', DriverName: 'EPSON TM-T82 Receipt5', PortName: 'ESDPRT001' };
  const shown = { name: epson.Name, model: epson.DriverName };

  it('several: an array; one: an object; none: nothing at all', () => {
    const kitchen = { Name: 'Dapur', DriverName: 'Generic / Text Only', PortName: 'USB001' };
    expect(readGetPrinter(JSON.stringify([epson, kitchen]))).toEqual([
      shown,
      { name: 'Dapur', model: 'Generic / Text Only' },
    ]);
    expect(readGetPrinter(`\ufeff${JSON.stringify(epson)}\r\n`)).toEqual([shown]);
    expect(readGetPrinter('\r\n')).toEqual([]);
  });

  it('printers without paper are left out', () => {
    const pdf = { Name: 'Microsoft Print to PDF', DriverName: 'Microsoft Print To PDF', PortName: 'PORTPROMPT:' };
    const fax = { Name: 'Fax', DriverName: 'Microsoft Shared Fax Driver', PortName: 'SHRFAX:' };
    const note = { Name: 'OneNote', DriverName: 'Send to Microsoft OneNote 16 Driver', PortName: 'nul:' };
    expect(readGetPrinter(JSON.stringify([pdf, epson, fax, note]))).toEqual([shown]);
  });

  it('anything else is no answer', () => {
    expect(readGetPrinter('Get-Printer : Der Dienst läuft nicht')).toBeNull();
    expect(readGetPrinter('[{"Name":')).toBeNull();
    expect(readGetPrinter('[null, 3, {"Name": 4}, {"Name": ""}, {"Name": "k"}]')).toEqual([{ name: 'k', model: null }]);
  });
});
