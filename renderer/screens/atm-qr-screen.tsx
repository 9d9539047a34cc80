/** Home: makes an ATM QR for a courier, and stays with it until it is handed over, retired or left in doubt. */
import { useHome } from '../home.ts';
import { AtmQrForm } from './atm-qr-form.tsx';
import { AtmQrMadeView } from './atm-qr-made.tsx';
import { AtmQrUnknown } from './atm-qr-unknown.tsx';
import { AtmQrWorking } from './atm-qr-working.tsx';

export function AtmQrScreen() {
  const home = useHome((state) => state.home);
  switch (home.at) {
    case 'form':
      return <AtmQrForm trouble={home.trouble} again={home.again !== null} />;
    case 'working':
      return <AtmQrWorking wish={home.wish} since={home.since} />;
    case 'made':
      return <AtmQrMadeView key={home.qr.reference} made={home} />;
    case 'unknown':
      return <AtmQrUnknown doubt={home} />;
  }
}
